"""Bodies of points given by hand: the sheet of a level, and what is filled into it."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pydantic import Field

from server.domain.import_table import ImportFault
from server.domain.schemes.exact.values import plain
from server.domain.schemes.giving.filled_sheet import SheetFault, TypedSheet, must_be_filled
from server.domain.schemes.giving.sheet import SheetRow
from server.domain.schemes.inputs.found import SELF_LEVEL
from server.domain.schemes.kinds.rule_kind import InputField
from server.operations.load_sheet import LevelGiven, Sheet
from server.problems import InvalidFields
from server.store.queries.assessed_enterprises import FORM_SENT, NOT_BEGUN, AssessedEnterprise
from server.store.queries.self_forms import SentForm
from server.web.central.wire import AnswerBody, RequestBody, Timestamp

Cell: TypeAlias = str | int | float | bool | None
"""A value as JSON writes it; points are best sent as texts."""
_MOST_REVISION = 2**31 - 1


class GivenBody(RequestBody):
    """What is given for one row: values by measure, a reason, or that it does not apply."""

    values: dict[str, Cell] = Field(default_factory=dict)
    reason: str = ""
    is_not_applicable: bool = False


class SheetBody(RequestBody):
    """A whole sheet: rows by code, and the revision that was read; what is not there is emptied."""

    revision: int = Field(ge=0, le=_MOST_REVISION)
    rows: dict[str, GivenBody]

    def typed(self) -> TypedSheet:
        """Return it as the texts that somebody might type."""
        given = [one for row in self.rows.values() for one in row.values.items()]
        return TypedSheet(
            values={measure: _text(value) for measure, value in given},
            reasons={code: row.reason for code, row in self.rows.items()},
            not_applicable=frozenset(
                code for code, row in self.rows.items() if row.is_not_applicable
            ),
        )

    def misplaced(self, sheet: Sheet) -> Iterator[SheetFault]:
        """Yield what stands in rows that are not there, or that this level does not fill."""
        rows = {one.code: one for one in sheet.rows}
        for code, given in self.rows.items():
            if not (given.values or given.reason or given.is_not_applicable):
                continue
            fault = _closed(rows.get(code))
            if fault is not None:
                yield SheetFault(code, None, fault)
                continue
            known = {one.measure for one in rows[code].fields}
            for measure in given.values:
                if measure not in known:
                    yield SheetFault(code, measure[:100], ImportFault.UNKNOWN_ROW)


class ReturnBody(RequestBody):
    """Why points are given back."""

    reason: str = Field(pattern=r"\S", max_length=1000)


class FieldAnswer(AnswerBody):
    """A value that a row asks for, with its range."""

    measure: str
    kind: str
    name_zh: str
    name_en: str
    minimum: str | None
    maximum: str | None
    step: str | None
    choices: tuple[str, ...]
    is_required: bool


class GivenAnswer(AnswerBody):
    """What a level has given for a row; reasons are told of the sheet's own level."""

    values: dict[str, str]
    reason: str | None
    is_not_applicable: bool


class SheetRowAnswer(AnswerBody):
    """A row as its level sees it, with what each level has given."""

    code: str
    name_zh: str
    name_en: str
    above: tuple[str, ...]
    most: str | None
    is_group: bool
    is_veto: bool
    is_own: bool
    is_open: bool
    applies: bool
    may_not_apply: bool
    needs_file: bool
    slots_zh: tuple[str, ...]
    slots_en: tuple[str, ...]
    fields: tuple[FieldAnswer, ...]
    given: dict[str, GivenAnswer]


class SheetAnswer(AnswerBody):
    """The sheet of a level for one subject."""

    campaign_id: int
    scheme: str
    version_id: int
    subject_kind: str
    subject_id: int
    subject_name: str
    level: str
    state: str
    revision: int
    may_fill: bool
    is_open: bool
    return_reason: str
    saved_at: Timestamp | None
    submitted_at: Timestamp | None
    rows: tuple[SheetRowAnswer, ...]


class SentFormAnswer(AnswerBody):
    """A submission that is the self-assessment of an enterprise."""

    xml_form_id: str
    instance_id: str


class AssessedAnswer(AnswerBody):
    """A subject that is assessed, with the state of each level, and its newest own form."""

    subject_id: int
    subject_name: str
    uscc: str | None
    area_id: int | None
    area_name: str | None
    states: dict[str, str]
    self_form: SentFormAnswer | None


def assessed_answer(
    one: AssessedEnterprise, states: Mapping[str, str], sent: SentForm | None
) -> AssessedAnswer:
    """Return a subject with the states of its levels as a body; a form is that of its own."""
    form = None if sent is None else _form(sent)
    own = {} if sent is None else {SELF_LEVEL: FORM_SENT}
    return AssessedAnswer(
        subject_id=one.id,
        subject_name=one.name,
        uscc=one.uscc,
        area_id=one.area_id,
        area_name=one.area_name,
        states={**own, **states},
        self_form=form,
    )


def _form(sent: SentForm) -> SentFormAnswer:
    return SentFormAnswer(xml_form_id=sent.form_id, instance_id=sent.instance_id)


def sheet_answer(sheet: Sheet, slug: str, *, is_writing: bool = True) -> SheetAnswer:
    """Return a sheet as a body; `is_writing`: the caller may give points at all."""
    may_fill = is_writing and sheet.may_fill
    own = None if sheet.own is None else sheet.own.assessment
    return SheetAnswer(
        campaign_id=sheet.key.campaign_id,
        scheme=slug,
        version_id=sheet.version_id,
        subject_kind=sheet.key.subject_kind,
        subject_id=sheet.key.subject_id,
        subject_name=sheet.subject.name,
        level=sheet.key.level,
        state=NOT_BEGUN if own is None else own.state.value,
        revision=sheet.revision,
        may_fill=may_fill,
        is_open=sheet.is_open,
        return_reason="" if own is None else own.return_reason,
        saved_at=None if own is None else own.saved_at,
        submitted_at=None if own is None else own.submitted_at,
        rows=tuple(_row(sheet, one, is_open=may_fill and sheet.is_open) for one in sheet.rows),
    )


def refused(faults: tuple[SheetFault, ...]) -> InvalidFields:
    """Return the problem that names each row, or the measure in it, and what is wrong there."""
    return InvalidFields(
        fields=[one.measure or one.code for one in faults],
        faults=[
            {
                "field": one.measure or one.code,
                "code": one.code,
                "fault": one.fault.value,
                **one.details,
            }
            for one in faults
        ],
    )


def _closed(row: SheetRow | None) -> ImportFault | None:
    if row is None:
        return ImportFault.UNKNOWN_ROW
    if not row.is_own or not row.fields:
        return ImportFault.NOT_OWN_ROW
    return None if row.applies else ImportFault.DOES_NOT_APPLY


def _row(sheet: Sheet, row: SheetRow, *, is_open: bool) -> SheetRowAnswer:
    given = {
        level: _given(one, row, is_own=level == sheet.key.level)
        for level, one in sheet.levels.items()
        if any(field.measure in one.values for field in row.fields)
    }
    return SheetRowAnswer(
        code=row.code,
        name_zh=row.name.zh,
        name_en=row.name.en,
        above=row.above,
        most=None if row.most is None else plain(row.most),
        is_group=row.is_group,
        is_veto=row.is_veto,
        is_own=row.is_own,
        is_open=row.is_open and is_open,
        applies=row.applies,
        may_not_apply=row.may_not_apply,
        needs_file=row.needs_file,
        slots_zh=tuple(one.zh for one in row.slots),
        slots_en=tuple(one.en for one in row.slots),
        fields=tuple(_field(row, one) for one in row.fields),
        given=given,
    )


def _field(row: SheetRow, one: InputField) -> FieldAnswer:
    return FieldAnswer(
        measure=one.measure,
        kind=one.kind.value,
        name_zh=one.name.zh,
        name_en=one.name.en,
        minimum=None if one.minimum is None else plain(one.minimum),
        maximum=None if one.maximum is None else plain(one.maximum),
        step=None if one.step is None else plain(one.step),
        choices=tuple(name for name, _ in one.choices),
        is_required=must_be_filled(row, one),
    )


def _given(level: LevelGiven, row: SheetRow, *, is_own: bool) -> GivenAnswer:
    measures = [one.measure for one in row.fields if one.measure in level.values]
    found = [(one, level.values[one]) for one in measures]
    reason = next((one.reason for _, one in found if one.reason), "")
    return GivenAnswer(
        values={measure: one.value for measure, one in found if one.value is not None},
        reason=reason if is_own else None,
        is_not_applicable=any(one.is_not_applicable for _, one in found),
    )


def _text(value: Cell) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
