"""Workbooks are compiled in a child process that cannot take the server with it."""

import json
import resource
import subprocess
import sys
import zipfile
from io import BytesIO, TextIOWrapper

import pytest
from openpyxl import load_workbook

from tests.xls_file import xls_bytes
from tests.xlsform_md import SETTINGS, sheets_of, workbook_bytes
from xlsforms import child, process_limits, run_child
from xlsforms import compile as compiling
from xlsforms.compile import compile_workbook
from xlsforms.errors import XlsformError
from xlsforms.problem_codes import ProblemCode

FORM = f"""
| survey | | | | |
|        | type | name | label | measure |
|        | text | a    | 姓名  | a.b     |
{SETTINGS}"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _code_of(data: bytes, file_name: str = "form.xlsx") -> ProblemCode:
    with pytest.raises(XlsformError) as caught:
        compile_workbook(data, file_name=file_name)
    return caught.value.problems[0].code


def test_a_workbook_is_compiled() -> None:
    form = compile_workbook(workbook_bytes(FORM), file_name="form.xlsx")

    assert (form.form_id, form.title, form.measures) == ("visit", "Visit", ("a.b",))
    assert form.itemsets is None


def test_the_same_workbook_gives_the_same_bytes() -> None:
    data = workbook_bytes(FORM)

    first, second = (compile_workbook(data, file_name="form.xlsx") for _ in range(2))

    assert first == second


def test_markdown_is_compiled_and_names_the_form_by_its_file() -> None:
    markdown = FORM.replace(SETTINGS, "").encode()

    assert compile_workbook(markdown, file_name="My form.md").form_id == "My_form"
    form = compile_workbook(markdown, file_name="x.md", form_id_fallback="given")
    assert form.form_id == "given"


def test_an_old_workbook_is_compiled_too() -> None:
    form = compile_workbook(xls_bytes(sheets_of(FORM)), file_name="form.xls")

    assert (form.form_id, form.measures) == ("visit", ("a.b",))
    assert form.fields[0].labels == {"default": "姓名"}


def test_a_control_character_in_an_old_workbook_is_told_by_its_cell() -> None:
    sheets = sheets_of(FORM)
    sheets["survey"][1][2] = "姓\x0b名"

    with pytest.raises(XlsformError) as caught:
        compile_workbook(xls_bytes(sheets), file_name="form.xls")

    (found,) = caught.value.problems
    assert (found.sheet, found.row, found.column) == ("survey", 2, "label")


def test_problems_come_back_from_the_child_with_their_place() -> None:
    data = workbook_bytes(FORM.replace("a.b", "Bad").replace("Visit", "!!!"))

    with pytest.raises(XlsformError) as caught:
        compile_workbook(data, file_name="form.xlsx")

    assert [(one.sheet, one.row, one.column) for one in caught.value.problems] == [
        ("settings", 2, "form_title"),
        ("survey", 2, "measure"),
    ]

    with pytest.raises(XlsformError) as caught:
        compile_workbook(workbook_bytes(FORM.replace("| text", "| words")), file_name="form.xlsx")
    assert caught.value.problems[0].code is ProblemCode.CONVERTER
    assert "words" in caught.value.problems[0].what


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.NOT_A_WORKBOOK),
        (b"type,name\ntext,a\n", ProblemCode.NOT_A_WORKBOOK),
        (b"<html><table></table></html>", ProblemCode.NOT_A_WORKBOOK),
        (b"PK\x03\x04", ProblemCode.BROKEN_ARCHIVE),
        (b"0" * 20_000_001, ProblemCode.FILE_TOO_LARGE),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ProblemCode.LOCKED_WORKBOOK),
        (OLE + b"\xff" * 5000, ProblemCode.CANNOT_BE_READ),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, code: ProblemCode) -> None:
    assert _code_of(data) is code


def test_another_office_file_is_no_workbook() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")

    assert _code_of(file.getvalue()) is ProblemCode.NOT_A_WORKBOOK


def test_a_part_missing_inside_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/workbook.xml", "<a/>")

    assert _code_of(file.getvalue()) in {ProblemCode.CANNOT_BE_READ, ProblemCode.CONVERTER}


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "WALL_SECONDS", 0.01)

    assert _code_of(workbook_bytes(FORM)) is ProblemCode.TOO_COSTLY


@pytest.mark.parametrize(
    ("returncode", "stderr", "code"),
    [
        (-9, b"", ProblemCode.TOO_COSTLY),
        (-24, b"", ProblemCode.TOO_COSTLY),
        (1, b"Traceback\nMemoryError", ProblemCode.TOO_COSTLY),
        (1, b"Traceback\nKeyError: 'x'", ProblemCode.CANNOT_BE_READ),
    ],
)
def test_the_end_of_a_child_is_told_as_a_problem(
    returncode: int, stderr: bytes, code: ProblemCode
) -> None:
    assert run_child.of_dead_child(returncode, stderr).problems[0].code is code


@pytest.mark.parametrize(
    ("effort", "returncode", "words"),
    [
        ("x = bytearray(1_000_000_000)", 1, b"MemoryError"),
        ("resource.setrlimit(resource.RLIMIT_CPU, (1, 10))\nwhile True: pass", -24, b""),
        ("open('big', 'wb').write(bytes(70_000_000))", 1, b"File too large"),
    ],
)
def test_the_limits_of_the_child_hold(
    effort: str, returncode: int, words: bytes, tmp_path: object
) -> None:
    limits = "from xlsforms.process_limits import limit_this_process"
    program = f"import resource\n{limits}\nlimit_this_process()\n{effort}"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, cwd=str(tmp_path)
    )

    assert done.returncode == returncode
    assert words in done.stderr


def test_the_child_limits_itself_before_it_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    request = json.dumps({"file_type": ".xlsx", "form_id_fallback": ""}).encode() + b"\n"
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(request + workbook_bytes(FORM))))

    child.main()

    assert limits[resource.RLIMIT_CPU] == (10, 10)
    assert limits[resource.RLIMIT_AS][0] > process_limits.MEMORY_BYTES
    assert json.loads(capsys.readouterr().out)["rows"] == {"/a": 2}


def test_half_a_million_formats_end_within_the_limits() -> None:
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<cellXfs count="500000">' + b'<xf numFmtId="0" fontId="0" fillId="0"/>' * 500_000
    ) + b"</cellXfs></styleSheet>"
    with zipfile.ZipFile(BytesIO(workbook_bytes(FORM))) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts["xl/styles.xml"] = styles
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert len(file.getvalue()) < 100_000
    assert _code_of(file.getvalue()) is ProblemCode.TOO_COSTLY


def test_expressions_that_exhaust_the_converter_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def exhausted(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(child, "convert", exhausted)
    request = json.dumps({"file_type": ".xlsx", "form_id_fallback": ""}).encode() + b"\n"

    answer = json.loads(child.answer(BytesIO(request + workbook_bytes(FORM))))

    assert [one["code"] for one in answer["problems"]] == ["too_costly"]


def test_a_formula_without_cached_value_is_an_empty_cell_and_reaches_nobody() -> None:
    book = load_workbook(BytesIO(workbook_bytes(FORM)))
    book["survey"]["C2"] = '=WEBSERVICE("http://example.com/")'
    book["survey"]["C2"].data_type = "f"
    book.create_sheet("hidden").sheet_state = "hidden"
    file = BytesIO()
    book.save(file)

    with pytest.raises(XlsformError, match="'a' has no label") as caught:
        compile_workbook(file.getvalue(), file_name="form.xlsx")
    assert (caught.value.problems[0].sheet, caught.value.problems[0].row) == ("survey", 2)
