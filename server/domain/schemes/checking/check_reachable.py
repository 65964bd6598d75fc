"""Lines of grades that nobody can reach: a part must have more points than it can give."""

from collections.abc import Iterator
from decimal import Decimal

from server.domain.schemes.exact.conditions import BadCondition, Comparison, comparison_of
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.bind import number_of
from server.domain.schemes.reading.compiled import CompiledScheme
from server.problems import N_

OUT_OF_REACH = FaultKind(
    N_("Nobody can reach this: %(name)s gives at most %(most)s points."),
    N_("Write a lower limit, or correct the points of the row."),
)
_UP = frozenset({Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.EQUALS})


def check_reachable(scheme: CompiledScheme) -> Iterator[Fault]:
    """Yield requirements of grades on points or the total that lie above the most there can be."""
    for grade in scheme.source.grades:
        for row in scheme.source.parameters.get(grade["code"], ()):
            most, limit = _most(scheme, row["measure"]), _number(row["limit"])
            comparison = _comparison(row["op"])
            if most is None or limit is None or row["of"] or comparison not in _UP:
                continue
            if limit > most or (limit == most and comparison is Comparison.MORE_THAN):
                facts = {"name": row["measure"], "most": plain(most)}
                yield fault_at(OUT_OF_REACH, row, "limit", **facts)


def _most(scheme: CompiledScheme, measure: str) -> Decimal | None:
    if measure == "total" or measure.startswith("total:"):
        bonuses = [scheme.rows[code].most for code in scheme.bonuses]
        known = [one for one in (scheme.most, *bonuses) if one is not None]
        return sum(known, Decimal(0)) if len(known) == len(bonuses) + 1 else None
    row = scheme.rows.get(measure.removeprefix("points:"))
    return row.most if row is not None and measure.startswith("points:") else None


def _comparison(text: str) -> Comparison | None:
    try:
        return comparison_of(text)
    except BadCondition:
        return None


def _number(text: str) -> Decimal | None:
    try:
        return number_of(text)
    except ValueError:
        return None
