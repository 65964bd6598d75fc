"""Kinds of department records as schemes describe them, and the titles that schemes lead to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.domain.batch_import import CREDIT_CODE, BatchColumn, CellKind
from server.domain.register import TITLES, Column
from server.domain.schemes.exact.values import Text
from xlsforms.scheme import Scheme, SchemeRow

DATED_ON, SOURCE, NAME, SINCE, UNTIL, CODE = "dated_on", "source", "name", "since", "until", "code"
LEVEL = "level"

_TYPES: Mapping[str, CellKind] = {
    "number": CellKind.NUMBER,
    "date": CellKind.DAY,
    "yes_no": CellKind.YES_NO,
}
_CODE = BatchColumn(CREDIT_CODE, TITLES[Column.USCC], CellKind.CREDIT_CODE, is_required=True)
_NAME = BatchColumn(NAME, TITLES[Column.NAME], longest=200)
_DOCUMENT = BatchColumn(
    SOURCE, ("来源文件", "文号", "依据文件", "来源", "source document", "source")
)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of records: its name, the department it comes from, its columns."""

    key: str
    name: Text
    department: Text
    columns: tuple[tuple[BatchColumn, Text], ...]

    @property
    def all_columns(self) -> tuple[BatchColumn, ...]:
        """The columns of its table, in order."""
        day = ("日期", "发生日期", "认定日期", "date", "day")
        dated = BatchColumn(DATED_ON, day, CellKind.PAST_DAY, is_required=True)
        return (_CODE, _NAME, dated, *(one for one, _ in self.columns), _DOCUMENT)


def record_kinds(schemes: Iterable[Scheme]) -> Mapping[str, RecordKind]:
    """Return the kinds of records of schemes by key; the first scheme that names one describes it.

    A kind is called as its row without column is, else as its first row; a column is called as its
    row, or where that only repeats the kind, by its own key.
    """
    found: dict[str, RecordKind] = {}
    for scheme in schemes:
        rows: dict[str, list[SchemeRow]] = {}
        for row in scheme.records:
            rows.setdefault(row["kind"], []).append(row)
        for key, many in rows.items():
            found.setdefault(key, _kind(key, many))
    return found


def _kind(key: str, rows: list[SchemeRow]) -> RecordKind:
    own = next((row for row in rows if not row["column"]), rows[0])
    name = _name(own, key)
    columns = []
    for row in rows:
        if not row["column"]:
            continue
        called = _name(row, row["column"])
        text = Text(row["column"], row["column"]) if called == name else called
        titles = tuple(dict.fromkeys((text.zh, text.en, row["column"])))
        kind = _TYPES.get(row["type"], CellKind.TEXT)
        columns.append((BatchColumn(row["column"], titles, kind), text))
    said = (Text(row["department_zh"], row["department_en"]) for row in rows)
    department = next((one for one in said if one.zh), Text("", ""))
    return RecordKind(key, name, department, tuple(columns))


def _name(row: SchemeRow, otherwise: str) -> Text:
    return Text(row["name_zh"] or otherwise, row["name_en"])


TITLE_COLUMNS: tuple[BatchColumn, ...] = (
    _CODE,
    _NAME,
    BatchColumn(
        CODE, ("称号", "称号代码", "称号名称", "title", "title code"), is_required=True, longest=100
    ),
    BatchColumn(LEVEL, ("级别", "层级", "level"), longest=40),
    BatchColumn(
        SINCE,
        ("授予日期", "获得日期", "起始日期", "since", "granted on"),
        CellKind.PAST_DAY,
        is_required=True,
    ),
    BatchColumn(UNTIL, ("有效期至", "截止日期", "until", "valid until"), CellKind.DAY),
    _DOCUMENT,
)
"""The columns of a table of held titles."""


@dataclass(frozen=True, slots=True)
class KnownTitle:
    """A title that a scheme leads to."""

    code: str
    name: Text
    scheme: str


def known_titles(schemes: Iterable[Scheme]) -> Mapping[str, KnownTitle]:
    """Return the titles of schemes by code and by both names, as people may write them."""
    found: dict[str, KnownTitle] = {}
    for scheme in schemes:
        for row in scheme.grades:
            title = KnownTitle(row["code"], _name(row, row["code"]), scheme.setting("scheme"))
            for written in (title.code, title.name.zh, title.name.en):
                found.setdefault(written, title)
    return found
