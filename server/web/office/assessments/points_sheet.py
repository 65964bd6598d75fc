"""The sheet of a level as a workbook: a row a subject, what columns mean, what may be typed."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from flask_babel import gettext
from sqlmodel import Session

from exports.spreadsheet import Allowed, CellValue, Column, ColumnKind, Row, Sheet
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.exact.values import plain
from server.domain.schemes.giving.sheet import SheetRow
from server.domain.schemes.giving.sheet_table import (
    HELP_TITLES,
    NA_TITLES,
    REASON_TITLES,
    PointsColumn,
    columns_of,
)
from server.domain.schemes.kinds.rule_kind import FieldKind
from server.i18n import reader_locale
from server.operations.import_points import PointsOf
from server.operations.load_sheet import stored_value
from server.operations.subject_codes import codes_of_places
from server.store.queries import assessments
from server.store.queries.assessed_enterprises import AssessedFilter, list_assessed
from server.store.queries.assessments import ValueRow
from server.store.row_key import stored
from server.web.office.assessments.words import assessor_word, local
from server.web.office.frame import Place

_KINDS: Mapping[FieldKind, ColumnKind] = {
    FieldKind.YES_NO: ColumnKind.TEXT,
    FieldKind.CHOICE: ColumnKind.TEXT,
    FieldKind.COUNT: ColumnKind.INTEGER,
}


def points_sheet(session: Session, place: Place, of: PointsOf, rows: Sequence[SheetRow]) -> Sheet:
    """Return the sheet with what was given so far."""
    is_chinese = reader_locale() == "zh_CN"
    columns = columns_of(rows, reason_title=REASON_TITLES[0 if is_chinese else 1])
    fixed = (
        Column(_code_title(of), ColumnKind.IDENTIFIER, 22),
        Column(gettext("Name"), width=30),
    )
    return Sheet(
        assessor_word(of.level),
        (*fixed, *(_column(one) for one in columns)),
        [_help(columns, HELP_TITLES[0 if is_chinese else 1]), *_lines(session, place, of, columns)],
        has_filter=False,
        help_row_count=1,
    )


def _code_title(of: PointsOf) -> str:
    is_enterprise = of.subject_kind == ENTERPRISE
    return str(gettext("Credit code") if is_enterprise else gettext("Code"))


def _column(one: PointsColumn) -> Column:
    if one.field is None:
        return Column(one.title, width=24)
    field = one.field
    words = {FieldKind.YES_NO: (gettext("yes"), gettext("no"))}
    choices = words.get(field.kind, tuple(local(label) for _, label in field.choices))
    allowed = Allowed(
        choices=choices,
        minimum=field.minimum,
        maximum=field.maximum,
        hint=f"{one.row.code} {local(one.row.name)} {_range(one)}",
        is_strict=not one.row.may_not_apply,
    )
    return Column(one.title, _KINDS.get(field.kind, ColumnKind.DECIMAL), 12, allowed)


def _help(columns: Sequence[PointsColumn], first: str) -> Row:
    texts = [
        f"{local(one.row.name)} {_range(one)}".strip() if one.field else gettext("Reason")
        for one in columns
    ]
    return (first, "", *texts)


def _range(one: PointsColumn) -> str:
    field = one.field
    if field is None:
        return ""
    parts = []
    if field.choices:
        parts.append(" / ".join(local(label) for _, label in field.choices))
    elif field.kind is FieldKind.YES_NO:
        parts.append(f"{gettext('yes')} / {gettext('no')}")
    elif field.minimum is not None and field.maximum is not None:
        parts.append(f"{plain(field.minimum)}–{plain(field.maximum)}")
    if one.row.may_not_apply:
        parts.append(_not_applicable())
    return " / ".join(parts)


def _lines(
    session: Session, place: Place, of: PointsOf, columns: Sequence[PointsColumn]
) -> Iterator[Row]:
    kind = of.subject_kind
    wanted = AssessedFilter(of.campaign_id, of.scheme_id, subject_kind=kind)
    found = list_assessed(session, place.scope, wanted)
    ids = [one.id for one in found]
    begun = assessments.list_assessments(session, of.campaign_id, of.scheme_id, ids, kind)
    own = {one.subject_id: stored(one.id) for one in begun if one.level == of.level}
    values = assessments.values_of(session, list(own.values()))
    codes = {} if kind == ENTERPRISE else codes_of_places(session, place.scope, kind)
    for one in found:
        given = values.get(own.get(one.id, 0), {})
        yield (
            one.uscc or codes.get(one.id, ""),
            one.name,
            *(_cell(column, given) for column in columns),
        )


def _cell(column: PointsColumn, given: Mapping[str, ValueRow]) -> CellValue:
    if column.field is None:
        rows = [given[one.measure] for one in column.row.fields if one.measure in given]
        return rows[0].reason if rows else ""
    row = given.get(column.field.measure)
    if row is None:
        return ""
    if row.is_not_applicable:
        return _not_applicable()
    value = stored_value(column.field, row)
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    labels = dict(column.field.choices)
    return local(labels[value]) if value in labels else row.value or ""


def _not_applicable() -> str:
    return NA_TITLES[0 if reader_locale() == "zh_CN" else 1]
