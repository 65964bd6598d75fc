"""What a scheme asks for, as fields to type into, and the subject that what was typed describes.

Nothing is stored: a typed value stands for whatever source its rows take it from. Names of fields
say what they are: `v.MEASURE` a value, `n.CODE` “not applicable”, `e.CODE` a file is there,
`f.FACT` a fact of the subject, `t.TITLE` the day since when a title is held, `on` the day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.import_table import ImportFault
from server.domain.schemes.described.columns import NotApplicable
from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.asked import Asked, asked_by
from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.kinds.typed_value import Untaken, read_value
from server.domain.schemes.reading.compiled import CompiledScheme, RuleRow

TYPED = "typed"
"""Where a typed value came from, and the file that a ticked box stands for."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the subject it describes, and what could not be read, by name of field."""

    subject: Subject
    faults: Mapping[str, Untaken]


def read_typed(scheme: CompiledScheme, texts: Mapping[str, str], today: date) -> Typed:
    """Return the subject that typed texts describe; what is empty was not observed."""
    return _Reading(scheme, asked_by(scheme), texts, {}).typed(today)


@dataclass(frozen=True, slots=True)
class _Reading:
    scheme: CompiledScheme
    asked: Asked
    texts: Mapping[str, str]
    faults: dict[str, Untaken]

    def typed(self, today: date) -> Typed:
        on = self._day("on") or today
        subject = Subject(
            inputs=inputs_of(self._observations(on)),
            facts=dict(self._facts()),
            on=on,
            titles=tuple(self._titles()),
        )
        return Typed(subject, self.faults)

    def _observations(self, on: date) -> Iterator[Observation]:
        settings = self.scheme.settings
        level = settings.levels[-1] if settings.levels else ""
        for one in self.asked.fields:
            value = self._value(f"v.{one.measure}", one)
            rows = self.asked.rows_of(one.measure)
            is_left_out = any(self._is_ticked("n", row.columns.code) for row in rows)
            if value is None and not is_left_out:
                continue
            files = any(self._is_ticked("e", row.columns.code) for row in rows)
            evidence = (TYPED,) if files else ()
            for source in self.asked.sources_of(one.measure):
                by = level if source is Source.ASSESSOR else ""
                observed = None if is_left_out else value
                yield Observation(one.measure, observed, source, by, on, TYPED, evidence)
        for veto in self.asked.vetoes:
            for one in veto.fields:
                value = self._value(f"v.{one.measure}", one)
                if value is not None and one not in self.asked.fields:
                    source = (*veto.columns.source, Source.RECORD)[0]
                    yield Observation(one.measure, value, source, "", on, TYPED, (TYPED,), TYPED)

    def _is_ticked(self, letter: str, code: str) -> bool:
        return bool(self.texts.get(f"{letter}.{code}"))

    def _facts(self) -> Iterator[tuple[str, Value]]:
        for one in self.asked.facts:
            value = self._value(f"f.{one.measure}", one)
            if value is not None:
                yield one.measure, value

    def _titles(self) -> Iterator[HeldTitle]:
        for code, _ in self.asked.titles:
            since = self._day(f"t.{code}")
            if since is not None:
                yield HeldTitle(code, since, origin=TYPED)

    def _day(self, name: str) -> date | None:
        text = self.texts.get(name, "").strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.faults[name] = Untaken(ImportFault.BAD_DATE)
            return None

    def _value(self, name: str, one: InputField) -> Value | None:
        text = self.texts.get(name, "").strip()
        if not text:
            return None
        try:
            return read_value(one, text)
        except Untaken as fault:
            self.faults[name] = fault
            return None


def may_be_left_out(row: RuleRow) -> bool:
    """Tell whether somebody may say that a row does not apply."""
    return row.columns.na is not NotApplicable.REFUSED
