"""Evaluations beside one another: two of them, one and its area's median, two versions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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

    @property
    def is_any(self) -> bool:
        """Tell whether the grade or the total is another one."""
        return self.is_other_grade or self.total.first != self.total.second


@dataclass(slots=True)
class VersionTally:
    """Two versions of a scheme over many subjects, counted one by one: it holds no subject."""

    compared: int = 0
    rose: int = 0
    fell: int = 0
    moves: dict[tuple[str | None, str | None], int] = field(default_factory=dict)
    """(grade before, grade after) -> number of subjects, where the two differ."""
    _total_count: int = 0
    _total_difference: Decimal = Decimal(0)

    def add(self, one: Change) -> None:
        """Count a subject."""
        self.compared += 1
        if one.is_other_grade:
            move = (one.grade_before, one.grade_after)
            self.moves[move] = self.moves.get(move, 0) + 1
        difference = one.total.difference
        if difference is None:
            return
        self.rose += difference > 0
        self.fell += difference < 0
        self._total_count += 1
        self._total_difference += difference

    @property
    def mean_difference(self) -> Decimal | None:
        """Of the totals that both versions have."""
        return self._total_difference / self._total_count if self._total_count else None


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


def change_of(key: str, before: Evaluation, after: Evaluation) -> Change:
    """Return what two versions say of a subject, whether it is the same or not."""
    return Change(key, before.grade, after.grade, Beside("", before.total, after.total))


def _points(one: Evaluation, code: str) -> Decimal | None:
    row = one.rows.get(code)
    return None if row is None else row.outcome.points


def _median(many: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in many if one is not None]
    return median(known) if len(known) >= LEAST_OTHERS else None
