"""The sheets of a form workbook as rows of text, and the row in which each question stands."""

import re
from collections.abc import Iterable, Iterator

from xlsforms.errors import WorkbookProblem, problem
from xlsforms.problem_codes import ProblemCode

FIRST_ROW = 2
"""Row number of the first row below the header."""
MAX_DEPTH = 64
MAX_LABEL_BYTES = 8_192

Row = dict[str, str]

XFORM_PREFIXES = frozenset({"h", "ev", "xsd", "jr", "orx", "odk", "entities"})
"""What an XForm of pyxform declares by itself."""

_BEGIN_OR_END = re.compile(
    r"(begin|end)[\s_]+(?:looped[\s_]+group|l?group|repeat|loop)\b", re.IGNORECASE
)
_FROM_ANSWERS = re.compile(r"(?P<kind>.*\S)\s+\$\{\s*(?P<name>[^}]+?)\s*\}", re.DOTALL)
_ONE_BY_ONE = frozenset({"select_one", "select one", "rank"})
"""Questions that pyxform gives choices of a repeat."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_CONTROL = re.compile(r"_x00(0[0-8BCEF]|1[0-9A-F])_", re.IGNORECASE)
_LABEL = re.compile(r"(label|caption|hint|guidance_hint|constraint_message|required_message)(:|$)")


class Workbook(dict[str, list[Row]]):
    """Sheet name -> its rows below the header; `headers` holds the columns of each sheet."""

    def __init__(self, sheets: dict[str, list[Row]], headers: dict[str, list[str]]) -> None:
        super().__init__(sheets)
        self.headers = headers


def plain_header(header: str) -> str:
    """Return the column name as pyxform compares it: lower case, words joined by underscores."""
    return "_".join(header.split()).lower()


def check_cells(book: Workbook) -> Iterator[WorkbookProblem]:
    """Yield what no XForm can hold: control characters, and texts longer than a screen takes."""
    for sheet, rows in book.items():
        for number, row in enumerate(rows, FIRST_ROW):
            for column, value in row.items():
                code, details = _judge(column, value)
                if code is not None:
                    yield problem(code, sheet=sheet, row=number, column=column, **details)


def _judge(column: str, value: str) -> tuple[ProblemCode | None, dict[str, str]]:
    found = _CONTROL.search(value)
    if found:
        return ProblemCode.CONTROL_CHARACTER, {"character": f"U+{ord(found.group()):04X}"}
    escaped = _ESCAPED_CONTROL.search(value)
    if escaped:
        return ProblemCode.CONTROL_CHARACTER, {"character": f"U+00{escaped.group(1).upper()}"}
    if _LABEL.match(plain_header(column)) and len(value.encode()) > MAX_LABEL_BYTES:
        return ProblemCode.LABEL_TOO_LONG, {"limit": str(MAX_LABEL_BYTES)}
    return None, {}


def has_own_namespaces(book: Workbook) -> bool:
    """Tell whether the settings declare prefixes of their own."""
    return any("namespaces" in map(plain_header, row) for row in book.get("settings", []))


def check_names(book: Workbook) -> Iterator[WorkbookProblem]:
    """Yield names with a colon, which XML takes for a prefix that nobody has declared."""
    own = has_own_namespaces(book)
    for number, row in enumerate(book.get("survey", []), FIRST_ROW):
        prefix, colon, _ = (name := _cell(row, "name")).partition(":")
        if colon and not own and prefix not in XFORM_PREFIXES:
            yield problem(
                ProblemCode.PHONE_COLON, sheet="survey", row=number, column="name", value=name
            )


def check_choices_from_answers(book: Workbook) -> Iterator[WorkbookProblem]:
    """Yield questions whose choices are answers that no repeat collects."""
    rows = list(enumerate(book.get("survey", []), FIRST_ROW))
    repeated = set(_repeated_names(row for _, row in rows))
    for number, row in rows:
        match = _FROM_ANSWERS.fullmatch(_cell(row, "type"))
        if match and (match["kind"].lower() not in _ONE_BY_ONE or match["name"] not in repeated):
            yield problem(
                ProblemCode.CHOICES_FROM_ANSWERS,
                sheet="survey",
                row=number,
                column="type",
                value=match["name"],
            )


def _repeated_names(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the names of all that stands inside a repeat."""
    around: list[bool] = []
    for row in rows:
        kind = _cell(row, "type")
        match = _BEGIN_OR_END.match(kind)
        if match and match.group(1).lower() == "end":
            around = around[:-1]
            continue
        if any(around):
            yield _cell(row, "name")
        if match:
            around = [*around, "repeat" in kind.lower()]


def check_depth(book: Workbook) -> Iterator[WorkbookProblem]:
    """Yield the first row whose group lies too deep: converters answer by recursion."""
    depth = 0
    for number, row in enumerate(book.get("survey", []), FIRST_ROW):
        match = _BEGIN_OR_END.match(_cell(row, "type"))
        if match is None:
            continue
        depth += 1 if match.group(1).lower() == "begin" else -1
        if depth > MAX_DEPTH:
            yield problem(
                ProblemCode.TOO_DEEP, sheet="survey", row=number, column="type", limit=MAX_DEPTH
            )
            return


def question_rows(book: Workbook) -> dict[str, int]:
    """Return field path -> row of the survey sheet, as far as the sheet is well formed."""
    rows: dict[str, int] = {}
    around: list[str] = []
    for number, row in enumerate(book.get("survey", []), FIRST_ROW):
        kind = _cell(row, "type")
        match = _BEGIN_OR_END.match(kind)
        if match and match.group(1).lower() == "end":
            around = around[:-1]
            continue
        name = _cell(row, "name") or kind
        parents = ["meta"] if kind == "audit" else around
        rows.setdefault("/" + "/".join([*parents, name]), number)
        if match:
            around = [*around, name]
    return rows


def _cell(row: Row, column: str) -> str:
    aliases = {"type": ("type", "command"), "name": ("name", "tag", "value")}[column]
    return next((value for key, value in row.items() if plain_header(key) in aliases), "").strip()
