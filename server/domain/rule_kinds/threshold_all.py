"""`threshold_all`: a list of requirements, all of which must hold, or any one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.kinds.judge import judge
from server.domain.schemes.kinds.requirement import Requirement, better_of_all, fields_of
from server.domain.schemes.kinds.rule_kind import Case, RuleKind, Slot, Sure
from server.problems import N_


@dataclass(frozen=True, slots=True)
class ThresholdAll:
    """Parameters: the requirements, and whether any one of them is enough."""

    rows: tuple[Requirement, ...]
    any: bool = False


def _score(parameters: ThresholdAll, slot: Slot, case: Case) -> Outcome:
    met = [one.holds(case.values) is True for one in parameters.rows]
    told = [one.told(case.values) for one in parameters.rows]
    is_met = any(met) if parameters.any else all(met)
    facts = {"met": str(sum(met)), "all": str(len(met))}
    if parameters.any:
        told.append(step(N_("%(met)s of %(all)s hold; one is enough."), **facts))
    else:
        told.append(step(N_("%(met)s of %(all)s hold; all must."), **facts))
    return judge(slot, *told, is_met=is_met)


def _sure(parameters: ThresholdAll, slot: Slot, case: Case) -> Sure | None:
    """Return that the row is met where one is enough and holds already."""
    is_enough = parameters.any and any(one.holds(case.values) for one in parameters.rows)
    return Sure(_score(parameters, slot, case), is_final=True) if is_enough else None


def _check(parameters: ThresholdAll, _: Slot) -> Iterator[Fault]:
    for one in parameters.rows:
        yield from one.check()


THRESHOLD_ALL = RuleKind(
    "threshold_all",
    37,
    N_("A list of limits, all of which must hold"),
    ThresholdAll,
    lambda parameters, _: fields_of(parameters.rows),
    _score,
    check=_check,
    better=lambda parameters, _: better_of_all(parameters.rows),
    sure=_sure,
)
