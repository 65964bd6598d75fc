"""`cumulative_standards`: level n is reached when the standards 1 to n are all met."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.exact.outcome import step
from server.domain.schemes.kinds.decision_kind import (
    GradeKind,
    GradeRow,
    GradeTable,
    Ruling,
    Standing,
)
from server.domain.schemes.kinds.verdict import Verdict, all_of, lacks
from server.problems import N_


@dataclass(frozen=True, slots=True)
class CumulativeStandards:
    """Parameters: codes of rows that are met or not. Those of lower levels need not be repeated."""

    standards: tuple[str, ...]


def _rule(
    rows: tuple[GradeRow[CumulativeStandards], ...], standing: Standing
) -> tuple[Ruling, ...]:
    asked: dict[str, Verdict] = {}
    rulings = []
    for row in rows:
        for code in row.parameters.standards:
            asked.setdefault(code, _met(code, standing))
        rulings.append(all_of(asked.values()).ruling(row.columns.code))
    return tuple(rulings)


def _met(code: str, standing: Standing) -> Verdict:
    is_met, standard = standing.values.get(f"met:{code}"), standing.names.of_row(code)
    if is_met is True:
        return Verdict(
            is_reached=True, steps=(step(N_("Standard %(code)s is met."), code=standard),)
        )
    if is_met is None:
        told = step(N_("Whether standard %(code)s is met is not known yet."), code=standard)
        return Verdict(None, (told,), (told,))
    told = step(N_("Standard %(code)s is not met."), code=standard)
    return lacks(told)


def _check(rows: tuple[GradeRow[CumulativeStandards], ...], table: GradeTable) -> Iterator[Fault]:
    for row in rows:
        for code in row.parameters.standards:
            if code not in table.codes:
                choices = ", ".join(sorted(table.groups))
                wrong = {"text": code, "choices": choices}
                yield fault_at(faults.NOT_ONE_OF, row.row, "standards", **wrong)


CUMULATIVE_STANDARDS = GradeKind(
    "cumulative_standards",
    35,
    N_("Levels that ask for all standards up to theirs"),
    CumulativeStandards,
    _rule,
    _check,
)
