"""A workbook that was sent to become a draft, and why it became none."""

from dataclasses import dataclass

from flask import request

from server.i18n import problem_details, problem_text
from server.problems import InvalidForm, InvalidScheme, Problem
from xlsforms.zip_directory import MAX_FILE_BYTES

MOST_BODY_BYTES = MAX_FILE_BYTES + 100_000


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a form that was sent, as its browser named it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a workbook became no draft: a message at the field, and all places to mend."""

    message: str
    places: object = ()
    file_name: str = ""


def sent_file(field: str, most: int | None = None) -> SentFile | None:
    """Return the file of a field, up to one byte more than the most; None: nothing was chosen."""
    file = request.files.get(field)
    data = b"" if file is None else file.read(-1 if most is None else most + 1)
    return SentFile(file.filename or "", data) if file is not None and data else None


def refusal_of(problem: Problem, file_name: str, *, above_places: str) -> Refusal:
    """Return what a page says of a problem; with a table of places the summary is short."""
    if isinstance(problem, InvalidForm | InvalidScheme):
        return Refusal(above_places, problem_details(problem)["problems"], file_name)
    return Refusal(problem_text(problem))
