"""An attacker with the releases, the rules and all the time of the world.

`WhatIf` holds, for one number of answers, every way the answers can fall and what would have been
shown of it: whatever is the same in all ways that look alike, the attacker knows. `pinned_groups`
looks at sets of people: whole numbers, with bounds, not only sums.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from server.domain.definitions import Definitions
from server.domain.figures import measure_figures
from server.domain.release import MeasureFigures, ReleaseFigures
from server.domain.satisfaction import count_measure
from tests.domain.forms import SCALE

Ways = tuple[int, int, int]


def all_answers(total: int, choices: int) -> Iterator[tuple[int, ...]]:
    """Yield every way that so many answers fall on so many choices."""
    if choices == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in all_answers(total - first, choices - 1):
            yield (first, *rest)


@dataclass
class WhatIf:
    """What each number of satisfied, basically and dissatisfied looks like."""

    answers: int
    headcount: int | None = None
    definitions: Definitions = field(default_factory=Definitions)
    looks: dict[MeasureFigures, set[Ways]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for ways in all_answers(self.answers, len(SCALE)):
            tally = {choice: count for (choice, _), count in zip(SCALE, ways, strict=True)}
            counts = count_measure("m", tally, SCALE, self.definitions)
            shown = measure_figures(counts, SCALE, self.headcount, self.definitions)
            self.looks[shown].add((counts.satisfied, counts.basically, counts.dissatisfied))


@dataclass(frozen=True)
class Bounds:
    """Between how many people a group must hold."""

    least: int
    most: int

    @property
    def is_pinned(self) -> bool:
        """Tell whether the group is sure to be somebody, and fewer than five."""
        return self.least >= 1 and self.most <= 4


def pinned_groups(release: ReleaseFigures) -> list[str]:
    """Return the groups of people between two views that are pinned to one to four."""
    views = {"everybody": release.answer_count}
    for one in (release.overall, *release.items):
        if one is not None and one.valid_count is not None:
            views[one.measure] = one.valid_count
    for one in release.texts:
        views[one.measure] = len(one.texts)
    everybody = release.answer_count
    return [
        f"{inside} without {outside}"
        for inside, larger in views.items()
        for outside, smaller in views.items()
        if Bounds(max(0, larger - smaller), min(larger, everybody - smaller)).is_pinned
    ]


def satisfied_counts(figures: MeasureFigures) -> set[int]:
    """Return the numbers of satisfied answers that percentages and points alone allow."""
    answers = figures.valid_count or 0
    return {ways[0] + ways[1] for ways in all_answers(answers, len(SCALE)) if _fits(figures, ways)}


def _fits(figures: MeasureFigures, ways: tuple[int, ...]) -> bool:
    sums = (ways[0] + ways[1], ways[2], ways[3] + ways[4])
    shares = (figures.satisfied, figures.basically, figures.dissatisfied)
    for count, share in zip(sums, shares, strict=True):
        percent = Decimal(100 * count) / sum(ways)
        if (
            share is not None
            and not {
                "exact": abs(percent - share.percent) <= Decimal("0.5"),
                "at_least": percent >= share.percent,
                "at_most": percent <= share.percent,
            }[share.bound.value]
        ):
            return False
    if figures.score is None:
        return True
    points = sum(count * each for count, (_, each) in zip(ways, SCALE, strict=True)) / sum(ways)
    return figures.score.low - Decimal("0.5") <= points <= figures.score.high + Decimal("0.5")
