"""The columns of a form workbook whose names the converter or a phone stumbles over."""

import re
from collections.abc import Iterator, Mapping

from xlsforms.errors import WorkbookProblem, problem
from xlsforms.measures import PREFIX
from xlsforms.problem_codes import ProblemCode
from xlsforms.workbook_rows import XFORM_PREFIXES, Workbook, has_own_namespaces, plain_header

HEADER_ROW = 1

_TEXT_PARTS: Mapping[str, int] = {
    "label": 2,
    "caption": 2,
    "hint": 2,
    "guidance_hint": 2,
    "constraint_message": 2,
    "required_message": 2,
    "image": 2,
    "big-image": 2,
    "audio": 2,
    "video": 2,
    "media": 3,
}
"""How many parts a column of texts or media has at most: its name, its kind, its language."""
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "bind": frozenset({"nodeset"}),
    "body": frozenset({"ref", "nodeset"}),
    "control": frozenset({"ref", "nodeset"}),
    "instance": frozenset(),
}
"""Columns that become an attribute of the XForm, and those that the form writes by itself."""
_ATTRIBUTE_NAME = re.compile(r"(?:([^\W\d][\w.-]*):)?[^\W\d][\w.-]*")


def check_columns(book: Workbook) -> Iterator[WorkbookProblem]:
    """Yield columns with a part too many or left empty, and attributes no form can have."""
    prefixes = None if has_own_namespaces(book) else {None, PREFIX, *XFORM_PREFIXES}
    for sheet in ("survey", "choices"):
        for header in book.headers.get(sheet, []):
            name, *rest = (part.strip() for part in header.split("::"))
            if rest and not _is_column(plain_header(name), rest, prefixes):
                yield problem(
                    ProblemCode.BAD_COLUMN,
                    sheet=sheet,
                    row=HEADER_ROW,
                    column=header,
                    value=header,
                )


def _is_column(name: str, rest: list[str], prefixes: set[str | None] | None) -> bool:
    most = _TEXT_PARTS.get(name)
    if most is not None:
        return len(rest) < most and all(rest)
    if name not in _ATTRIBUTES:
        return True
    match = _ATTRIBUTE_NAME.fullmatch(rest[0])
    if match is None or rest[0] in _ATTRIBUTES[name]:
        return False
    return prefixes is None or match.group(1) in prefixes
