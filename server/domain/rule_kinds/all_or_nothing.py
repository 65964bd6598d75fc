"""`all_or_nothing`: full marks if it is so, else none; several measures must all be so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.kinds import judge
from server.domain.schemes.kinds.rule_kind import Better, Case, InputField, RuleKind, Slot
from server.problems import N_


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """Parameters: a comparison; without one the measure is yes or no."""

    op: str = ""
    limit: str = ""


def _fields(parameters: AllOrNothing, slot: Slot) -> tuple[InputField, ...]:
    op, limit = parameters.op, parameters.limit
    return tuple(judge.condition_field(slot.name, one, op, limit) for one in slot.asked)


def _score(parameters: AllOrNothing, slot: Slot, case: Case) -> Outcome:
    asked = {measure: case.values[measure] for measure in slot.asked}
    comparison = {"op": parameters.op, "limit": parameters.limit}
    met = [judge.condition_met(one, value, **comparison) for one, value in asked.items()]
    told = [judge.condition_told(slot.name, *item, **comparison) for item in asked.items()]
    return judge.judge(slot, *told, is_met=all(met))


def _check(parameters: AllOrNothing, slot: Slot) -> Iterator[Fault]:
    yield from judge.check_condition(slot, parameters.op, parameters.limit)


def _better(parameters: AllOrNothing, slot: Slot) -> Mapping[str, Better]:
    found: dict[str, Better] = {}
    for one in slot.asked:
        found |= judge.condition_better(one, parameters.op, parameters.limit)
    return found


ALL_OR_NOTHING = RuleKind(
    "all_or_nothing",
    1,
    N_("Full marks or none"),
    AllOrNothing,
    _fields,
    _score,
    check=_check,
    better=_better,
)
