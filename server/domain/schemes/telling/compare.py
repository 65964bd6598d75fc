"""Evaluations beside one another: two of them, one and its area's median, two versions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from server.domain.schemes.reading.compiled import CompiledScheme, GroupRow
from server.domain.schemes.scoring.evaluation import Evaluation

LEAST_OTHERS = 3
"""A median of fewer others would tell what one of them has."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One row, or the total, of two evaluations."""

    code: str
    """Empty for the total."""
    first: Decimal | None
    second: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """By how much the second has more."""
        if self.first is None or self.second is None:
            return None
        return self.second - self.first


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version of a scheme changes for one subject."""

    key: str
    grade_before: str | None
    grade_after: str | None
    total: Beside

    @property
    def is_other_grade(self) -> bool:
        """Tell whether the grade is another one."""
        return self.grade_before != self.grade_after


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions of a scheme over many subjects."""

    changes: tuple[Change, ...]
    """Of every subject whose grade or total is another one, in the order given."""
    compared: int
    moves: Mapping[tuple[str | None, str | None], int]
    """(grade before, grade after) -> number of subjects, where the two differ."""
    rose: int
    fell: int
    mean_difference: Decimal | None
    """Of the totals that both versions have."""


def beside(first: Evaluation, second: Evaluation) -> tuple[Beside, ...]:
    """Return the totals, then every row that either has, those of the first in its order."""
    codes = dict.fromkeys((*first.rows, *second.rows))
    rows = (Beside(code, _points(first, code), _points(second, code)) for code in codes)
    return (Beside("", first.total, second.total), *rows)


def beside_median(
    one: Evaluation,
    others: Sequence[Evaluation],
    below: Mapping[str, Collection[str]] | None = None,
) -> tuple[Beside, ...]:
    """Return an evaluation beside the median of others, row by row; without enough, no median.

    `others` are those near it without itself. `below` names the rows below each group: where one
    of them is open, what the group has so far is no figure to compare with.
    """
    totals = [other.total for other in others]
    open_rows = [frozenset(other.gaps) for other in others]

    def known(code: str) -> Iterator[Decimal | None]:
        rows = (below or {}).get(code, ())
        for other, gaps in zip(others, open_rows, strict=True):
            yield _points(other, code) if gaps.isdisjoint(rows) else None

    rows = (Beside(code, _points(one, code), _median(known(code))) for code in one.rows)
    return (Beside("", one.total, _median(totals)), *rows)


def rows_below(scheme: CompiledScheme) -> Mapping[str, frozenset[str]]:
    """Return all rows below each group of a scheme."""
    found: dict[str, frozenset[str]] = {}
    for code, row in scheme.rows.items():
        if isinstance(row, GroupRow):
            deeper = (found.get(one, frozenset()) for one in row.children)
            found[code] = frozenset(row.children).union(*deeper)
    return found


def compare_versions(
    pairs: Iterable[tuple[str, Evaluation, Evaluation]],
) -> VersionComparison:
    """Return who gets another grade, and how totals move; a pair is key, before, after."""
    changes: list[Change] = []
    moves: dict[tuple[str | None, str | None], int] = {}
    differences: list[Decimal] = []
    compared = 0
    for key, before, after in pairs:
        compared += 1
        one = Change(key, before.grade, after.grade, Beside("", before.total, after.total))
        if one.total.difference is not None:
            differences.append(one.total.difference)
        if one.is_other_grade:
            move = (one.grade_before, one.grade_after)
            moves[move] = moves.get(move, 0) + 1
        if one.is_other_grade or one.total.first != one.total.second:
            changes.append(one)
    return VersionComparison(
        changes=tuple(changes),
        compared=compared,
        moves=moves,
        rose=sum(1 for one in differences if one > 0),
        fell=sum(1 for one in differences if one < 0),
        mean_difference=sum(differences, Decimal(0)) / len(differences) if differences else None,
    )


def _points(one: Evaluation, code: str) -> Decimal | None:
    row = one.rows.get(code)
    return None if row is None else row.outcome.points


def _median(many: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in many if one is not None]
    return median(known) if len(known) >= LEAST_OTHERS else None
