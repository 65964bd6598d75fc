"""`event_threshold`: a veto that one event fires which is grave enough in any one respect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from server.domain.schemes.described.columns import VetoColumns
from server.domain.schemes.described.observations import Observation
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.values import Value
from server.domain.schemes.kinds.decision_kind import VetoCase, VetoKind, VetoRuling
from server.domain.schemes.kinds.requirement import Requirement
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField
from server.domain.schemes.kinds.verdict import check_requirements
from server.domain.schemes.kinds.veto_proof import with_proof
from server.problems import N_
from xlsforms.scheme import SchemeRow


class Events(StrEnum):
    """What is compared with the limits."""

    EACH = "each"
    """Every event for itself: two small accidents are no large one."""
    SUM = "sum"
    """All events of the look-back window together."""


@dataclass(frozen=True, slots=True)
class EventThreshold:
    """Parameters: the limits, any one of which fires the veto."""

    rows: tuple[Requirement, ...]
    events: Events = Events.EACH


def _fields(parameters: EventThreshold, _: VetoColumns) -> tuple[InputField, ...]:
    fields = {}
    for row in parameters.rows:
        is_number = isinstance(row.condition().values[0], Decimal) if not row.of else True
        kind = FieldKind.NUMBER if is_number else FieldKind.YES_NO
        fields[row.measure] = InputField(row.measure, kind, row.name, is_required=False)
    return tuple(fields.values())


def _rule(parameters: EventThreshold, columns: VetoColumns, case: VetoCase) -> VetoRuling:
    used: list[Observation] = []
    steps: list[Step] = []
    for row in parameters.rows:
        observed = case.observations[row.measure]
        for value, events in _looked_at(parameters.events, observed):
            values = _valued(case, row, value)
            if row.holds(values):
                used += events
                steps.append(row.told(values))
    if not used:
        return VetoRuling(fires=False, steps=(step(N_("None of the figures reaches its limit.")),))
    return with_proof(columns, tuple(dict.fromkeys(used)), tuple(steps))


def _looked_at(
    events: Events, observed: tuple[Observation, ...]
) -> Iterator[tuple[Value, tuple[Observation, ...]]]:
    numbers = tuple(one.value for one in observed if isinstance(one.value, Decimal))
    if events is Events.SUM and numbers and len(numbers) == len(observed):
        yield sum(numbers, Decimal(0)), observed
        return
    for one in observed:
        if one.value is not None:
            yield one.value, (one,)


def _valued(case: VetoCase, row: Requirement, value: Value) -> Mapping[str, Value]:
    """Return what a limit speaks of: the event, and of the subject what it is a share of."""
    return {**case.facts, row.measure: value}


def _check(parameters: EventThreshold, _: SchemeRow) -> Iterator[Fault]:
    return check_requirements(parameters.rows)


EVENT_THRESHOLD = VetoKind(
    "event_threshold",
    39,
    N_("An event that reaches any one of several limits"),
    EventThreshold,
    _rule,
    _fields,
    _check,
)
