"""Turn our own columns and setting of a workbook into what pyxform passes on to the XForm."""

import re

from xlsforms.errors import refuse
from xlsforms.measures import ANONYMOUS_SETTING, NAMESPACE, PREFIX, SURVEY_COLUMNS, parse_yes_no
from xlsforms.problem_codes import ProblemCode
from xlsforms.workbook_rows import FIRST_ROW, Row, Workbook, plain_header

_DECLARED = re.compile(rf'(?:^|\s){PREFIX}\s*=\s*["\']([^"\']*)["\']')
_SINGLE_COLON = re.compile(r"(?<!jr):")


def rewrite_own_columns(book: Workbook) -> None:
    """Change the workbook in place: survey columns to bind attributes, anonymous to a root one."""
    _rewrite_survey(book)
    settings = book.setdefault("settings", [])
    if not settings:
        settings.append({})
    _rewrite_anonymous(settings[0])
    if _uses_prefix(book):
        _declare_namespace(settings[0])
    headers = book.headers.get("settings", [])
    book.headers["settings"] = list(dict.fromkeys([*headers, *settings[0]]))


def _uses_prefix(book: Workbook) -> bool:
    used = [*book.headers.get("survey", []), *book["settings"][0]]
    return any(f":{PREFIX}:" in header.replace(" ", "") for header in used)


def _rewrite_survey(book: Workbook) -> None:
    headers = book.headers.get("survey", [])
    if not any(plain_header(header) in SURVEY_COLUMNS for header in headers):
        return
    names = {header: _bind_name(header) for header in headers}
    if not any("::" in header for header in headers):
        # The old way to write label:English ends as soon as one header holds two colons.
        names |= {
            header: _SINGLE_COLON.sub("::", header)
            for header, name in names.items()
            if header == name
        }
    book.headers["survey"] = list(names.values())
    book["survey"] = [
        {names.get(header, header): value for header, value in row.items()}
        for row in book["survey"]
    ]


def _bind_name(header: str) -> str:
    plain = plain_header(header)
    return f"bind::{PREFIX}:{plain}" if plain in SURVEY_COLUMNS else header


def _rewrite_anonymous(settings: Row) -> None:
    column = next((name for name in settings if plain_header(name) == ANONYMOUS_SETTING), None)
    if column is None:
        return
    value = settings.pop(column)
    answer = parse_yes_no(value)
    if answer is not False:
        settings[f"attribute::{PREFIX}:anonymous"] = value if answer is None else "yes"


def _declare_namespace(settings: Row) -> None:
    declared = settings.get("namespaces", "")
    match = _DECLARED.search(declared)
    if match is None:
        settings["namespaces"] = f'{declared} {PREFIX}="{NAMESPACE}"'.strip()
    elif match.group(1) != NAMESPACE:
        raise refuse(
            ProblemCode.NAMESPACE_TAKEN, sheet="settings", row=FIRST_ROW, column="namespaces"
        )
