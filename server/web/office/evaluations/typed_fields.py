"""The fields of a what-if: what a scheme asks for, each with its name, limits, text and fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from server.domain.schemes.exact.values import plain
from server.domain.schemes.inputs.asked import Asked
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField
from server.domain.schemes.kinds.typed_value import Untaken
from server.domain.schemes.reading.compiled import RuleRow
from server.domain.schemes.typing.read_typed import may_be_left_out
from server.import_texts import told_fault
from server.web.office.evaluations.words import fact_word, name_of
from server.web.office.subject_kinds import subject_word

_INPUT_MODES = {FieldKind.COUNT: "numeric", FieldKind.TEXT: "text"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field to type into."""

    name: str
    label: str
    hint: str
    text: str
    error: str
    choices: tuple[tuple[str, str], ...] = ()
    """Nothing: a text field."""
    mode: str = "decimal"


@dataclass(frozen=True, slots=True)
class RowFields:
    """The fields of one row, its boxes for “not applicable” and for a file."""

    fields: tuple[FieldView, ...]
    elsewhere: tuple[str, ...]
    """Codes of rows above that ask for the same value already."""
    left_out: FieldView | None
    file: FieldView | None


@dataclass(frozen=True, slots=True)
class Typing:
    """What was typed so far, and what is wrong with it."""

    texts: Mapping[str, str]
    faults: Mapping[str, Untaken]

    def field(self, letter: str, one: InputField, label: str) -> FieldView:
        """Return the view of a field."""
        name = f"{letter}.{one.measure}"
        return FieldView(
            name=name,
            label=label,
            hint=_hint(one),
            text=self.texts.get(name, ""),
            error=self.error(name),
            choices=_choices(one),
            mode=_INPUT_MODES.get(one.kind, "decimal"),
        )

    def box(self, letter: str, code: str, label: str) -> FieldView:
        """Return the view of a box to tick."""
        name = f"{letter}.{code}"
        return FieldView(name, label, "", self.texts.get(name, ""), "")

    def day(self, name: str, label: str) -> FieldView:
        """Return the view of a day."""
        return FieldView(name, label, "", self.texts.get(name, ""), self.error(name))

    def error(self, name: str) -> str:
        """Return what is wrong with a field, empty when nothing is."""
        fault = self.faults.get(name)
        return "" if fault is None else told_fault(fault.fault, fault.details)


def row_fields(asked: Asked, typing: Typing) -> dict[str, RowFields]:
    """Return the fields of every row by code; a value is asked for once, in its first row."""
    seen: dict[str, str] = {}
    found: dict[str, RowFields] = {}
    for row in asked.rows:
        code = row.columns.code
        own = [one for one in row.fields if seen.setdefault(one.measure, code) == code]
        others = {seen[one.measure] for one in row.fields} - {code}
        found[code] = RowFields(
            fields=tuple(typing.field("v", one, name_of(one.name)) for one in own),
            elsewhere=tuple(sorted(others)),
            left_out=_left_out(row, typing),
            file=_file(row, typing),
        )
    return found


def veto_fields(asked: Asked, typing: Typing) -> tuple[FieldView, ...]:
    """Return the fields of the vetoes."""
    known = {one.measure for one in asked.fields}
    by_measure = {
        one.measure: typing.field("v", one, name_of(one.name))
        for veto in asked.vetoes
        for one in veto.fields
        if one.measure not in known
    }
    return tuple(by_measure.values())


def subject_fields(asked: Asked, typing: Typing) -> tuple[FieldView, ...]:
    """Return the fields of facts of the subject."""
    return tuple(typing.field("f", one, fact_word(one.measure)) for one in asked.facts)


def title_fields(asked: Asked, typing: Typing) -> tuple[FieldView, ...]:
    """Return a day for each grade that may be held already, and the day of the evaluation."""
    titles = (
        typing.day(f"t.{code}", str(gettext("%(title)s held since", title=name_of(name))))
        for code, name in asked.titles
    )
    return (*titles, typing.day("on", str(gettext("Day of the evaluation"))))


def _left_out(row: RuleRow, typing: Typing) -> FieldView | None:
    if not may_be_left_out(row) or row.columns.applies_when:
        return None
    return typing.box("n", row.columns.code, str(gettext("Does not apply")))


def _file(row: RuleRow, typing: Typing) -> FieldView | None:
    if not row.columns.evidence_gate and row.kind.name != "evidence_gate":
        return None
    return typing.box("e", row.columns.code, str(gettext("A file is there")))


def _choices(one: InputField) -> tuple[tuple[str, str], ...]:
    if one.kind is FieldKind.YES_NO:
        return (("yes", str(gettext("Yes"))), ("no", str(gettext("No"))))
    if one.measure == "kind":
        return tuple((name, subject_word(name)) for name, _ in one.choices)
    return tuple((name, name_of(text)) for name, text in one.choices)


def _hint(one: InputField) -> str:
    if one.choices or one.kind in {FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.TEXT}:
        return ""
    unit = "%" if one.kind is FieldKind.PERCENT else ""
    if one.maximum is None:
        return unit
    low = "0" if one.minimum is None else plain(one.minimum)
    return f"{low}–{plain(one.maximum)}{unit}"
