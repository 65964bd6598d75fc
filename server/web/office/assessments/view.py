"""A sheet as its page shows it: groups merged, fields with what was typed, others' points."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from server.domain.schemes.exact.values import plain
from server.domain.schemes.giving.filled_sheet import SheetFault, TypedSheet, must_be_filled
from server.domain.schemes.giving.sheet import SheetRow
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField
from server.import_texts import told_fault
from server.operations.load_sheet import LevelGiven, Sheet, stored_value
from server.web.office.assessments.evidence import Proof
from server.web.office.assessments.words import local, value_word
from server.web.office.scheme_tree import Leaf, laid_out


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: its name in the form, what stands in it, and what is wrong with that."""

    name: str
    label: str
    kind: str
    value: str
    error: str = ""
    hint: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class SlotView:
    """One file that is asked for."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the table that is no group."""

    code: str
    name: str
    note: str
    most: str
    width: int
    applies: bool
    is_open: bool
    is_veto: bool
    needs_file: bool
    fields: tuple[FieldView, ...]
    given: str
    """What this level has given, where it can't be typed."""
    others: tuple[str, ...]
    may_not_apply: bool
    is_not_applicable: bool
    reason: str
    reason_error: str
    slots: tuple[SlotView, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group above rows, as high as all of them."""

    name: str
    most: str
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the groups that begin here, and its row."""

    groups: tuple[GroupView, ...]
    row: RowView


@dataclass(frozen=True, slots=True)
class SheetView:
    """A whole table."""

    depth: int
    lines: tuple[Line, ...]
    errors: Mapping[str, str]
    """Name of the field -> what is wrong, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a sheet beside the sheet itself."""

    typed: TypedSheet
    others: Sequence[str]
    proofs: Mapping[str, tuple[Proof, ...]]
    faults: Sequence[SheetFault] = ()
    only_own: bool = False


def view_of(sheet: Sheet, shown: Shown) -> SheetView:
    """Return a sheet as its template reads it."""
    rows = [one for one in sheet.rows if not one.is_group]
    if shown.only_own:
        rows = [one for one in rows if one.is_own]
    tree = laid_out([Leaf(one.code, one.above) for one in rows])
    known = {one.code: one for one in sheet.rows}
    made = _Made(sheet, shown)
    lines = [
        Line(
            tuple(_group(known[one.code], one.height) for one in line.groups),
            made.row(known[line.row.code], line.row.width),
        )
        for line in tree.lines
    ]
    return SheetView(tree.depth - 1, tuple(lines), made.errors())


def _group(group: SheetRow, height: int) -> GroupView:
    return GroupView(f"{group.code} {local(group.name)}", _points(group), height)


@dataclass(frozen=True, slots=True)
class _Made:
    sheet: Sheet
    shown: Shown

    def row(self, row: SheetRow, width: int) -> RowView:
        first = row.fields[0] if row.fields else None
        reason_fault = self._fault(row.code, None)
        return RowView(
            code=row.code,
            name=local(row.name),
            note=local(row.note),
            most=_points(row),
            width=width,
            applies=row.applies,
            is_open=row.is_open and self._is_typed,
            is_veto=row.is_veto,
            needs_file=row.needs_file,
            fields=tuple(self._field(row, one) for one in row.fields),
            given=_given(self.sheet.own, row),
            others=tuple(_given(self.sheet.levels.get(one), row) for one in self.shown.others),
            may_not_apply=row.may_not_apply and first is not None,
            is_not_applicable=row.code in self.shown.typed.not_applicable,
            reason=self.shown.typed.reasons.get(row.code, ""),
            reason_error=_error(reason_fault),
            slots=tuple(_slots(row)),
            proofs=self.shown.proofs.get(row.code, ()),
        )

    @property
    def _is_typed(self) -> bool:
        return self.sheet.may_fill and self.sheet.is_open

    def _field(self, row: SheetRow, one: InputField) -> FieldView:
        return FieldView(
            name=f"value-{one.measure}",
            label=local(one.name) if len(row.fields) > 1 else local(row.name),
            kind=_KINDS.get(one.kind, "number"),
            value=self.shown.typed.values.get(one.measure, ""),
            error=_error(self._fault(row.code, one.measure)),
            hint=_range(one),
            attributes=_attributes(one),
            choices=tuple((name, local(label)) for name, label in one.choices),
            is_required=must_be_filled(row, one),
        )

    def _fault(self, code: str, measure: str | None) -> SheetFault | None:
        for one in self.shown.faults:
            if one.code == code and one.measure == measure:
                return one
        return None

    def errors(self) -> Mapping[str, str]:
        return {
            f"reason-{one.code}" if one.measure is None else f"value-{one.measure}": (
                f"{one.code} {_error(one)}"
            )
            for one in self.shown.faults
        }


_KINDS: Mapping[FieldKind, str] = {FieldKind.YES_NO: "yes_no", FieldKind.CHOICE: "choice"}


def _slots(row: SheetRow) -> Iterator[SlotView]:
    for number, slot in enumerate(row.slots):
        yield SlotView(f"file-{number}-{row.code}", local(slot))


def _given(level: LevelGiven | None, row: SheetRow) -> str:
    if level is None:
        return ""
    texts = []
    for one in row.fields:
        stored = level.values.get(one.measure)
        if stored is None:
            continue
        value = None if stored.is_not_applicable else stored_value(one, stored)
        text = stored.value if value is None and not stored.is_not_applicable else None
        texts.append(text or value_word(one, value))
    return " / ".join(dict.fromkeys(texts))


def _error(fault: SheetFault | None) -> str:
    return "" if fault is None else told_fault(fault.fault, fault.details)


def _range(one: InputField) -> str:
    if one.kind in _KINDS or one.maximum is None:
        return ""
    return f"{plain(one.minimum or one.maximum * 0)} – {plain(one.maximum)}"


def _attributes(one: InputField) -> Mapping[str, str]:
    found = {"inputmode": "decimal"}
    if one.minimum is not None:
        found["min"] = plain(one.minimum)
    if one.maximum is not None:
        found["max"] = plain(one.maximum)
    found["step"] = "any" if one.step is None else plain(one.step)
    return found


def _points(row: SheetRow) -> str:
    return "" if row.most is None else plain(row.most)
