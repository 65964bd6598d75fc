"""Start the guarded child that opens a foreign workbook, and pass problems through JSON."""

import os
import subprocess
import sys
from collections.abc import Mapping
from tempfile import TemporaryDirectory

from xlsforms.errors import WorkbookProblem, XlsformError, problem, refuse
from xlsforms.problem_codes import ProblemCode


def run_child(module: str, request: bytes, *, wall_seconds: float) -> bytes:
    """Return what the module wrote of the request; raise XlsformError when it had to be ended."""
    with TemporaryDirectory(prefix="xlsforms-") as folder:
        done = _start(module, request, folder, wall_seconds)
    if done.returncode != 0:
        raise of_dead_child(done.returncode, done.stderr)
    return done.stdout


def _start(
    module: str, request: bytes, folder: str, wall_seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Return the finished child; `folder` takes its temporary file, also when it is killed."""
    try:
        # The child gets no environment of ours: it may hold secrets, and reads foreign files.
        return subprocess.run(  # noqa: S603 - the command holds nothing of the file
            [sys.executable, "-B", "-P", "-m", module],
            input=request,
            capture_output=True,
            env={
                "PYTHONPATH": os.pathsep.join(sys.path),
                "PYTHONUTF8": "1",
                "TMPDIR": folder,
            },
            timeout=wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refuse(ProblemCode.TOO_COSTLY) from error


def of_dead_child(returncode: int, stderr: bytes) -> XlsformError:
    """Return what the end of the child means: a limit when it was killed, else a broken file."""
    last_line = stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if returncode < 0 or "MemoryError" in last_line:
        return refuse(ProblemCode.TOO_COSTLY)
    return refuse(ProblemCode.CANNOT_BE_READ, reason=last_line[:200])


def problem_as_json(one: WorkbookProblem) -> dict[str, object]:
    """Return a problem as the child tells it."""
    place = {"sheet": one.sheet, "row": one.row, "column": one.column}
    return {"code": one.code.value, **place, "details": dict(one.details)}


def problem_of_json(one: Mapping[str, object]) -> WorkbookProblem:
    """Return a problem that the child told."""
    row, column, details = one["row"], one["column"], one["details"]
    return problem(
        ProblemCode(one["code"]),
        sheet=str(one["sheet"]),
        row=row if isinstance(row, int) else None,
        column=column if isinstance(column, str) else None,
        **(details if isinstance(details, dict) else {}),
    )
