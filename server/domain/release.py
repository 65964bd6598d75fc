"""A release as values: all that anybody ever sees of an anonymous survey in one enterprise.

`disclosure` makes them. A share may be a band ("80 % and more"), a score a range; what is None is
not shown. There are no counts of single choices anywhere, only how many answers a view stands on.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from server.domain.definitions import Definitions
from server.domain.satisfaction import Verdict


class ReleaseKind(StrEnum):
    """What a release holds."""

    COUNT = "count"
    """How many answered: while the survey is open, and for good when too few did."""
    FIGURES = "figures"
    """Everything else, once, after closing."""


class Bound(StrEnum):
    """How a percentage is meant."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Share:
    """A share in whole percent, or the band it lies in."""

    percent: int
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """A score in points; `low` equals `high` unless only a range may be shown."""

    low: Decimal
    high: Decimal

    @property
    def is_exact(self) -> bool:
        """Tell whether it is one number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class PercentRange:
    """A confidence interval in whole percent, rounded outwards."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class MeasureFigures:
    """What is shown of one question; nothing but its name when the view would show too much."""

    measure: str
    valid_count: int | None = None
    satisfied: Share | None = None
    basically: Share | None = None
    dissatisfied: Share | None = None
    score: ScoreRange | None = None
    interval: PercentRange | None = None
    """Of the satisfied share, nominal at 95 %."""

    @property
    def is_shown(self) -> bool:
        """Tell whether there is a view of this question at all."""
        return self.valid_count is not None


@dataclass(frozen=True, slots=True)
class ChoiceShare:
    """How many of all answers chose this, where several could be chosen."""

    choice: str
    share: Share


@dataclass(frozen=True, slots=True)
class ChoiceFigures:
    """What is shown of a question without points, in the form's order of choices."""

    measure: str
    shares: tuple[ChoiceShare, ...]


@dataclass(frozen=True, slots=True)
class TextList:
    """Texts that workers wrote, in random order, tied to nothing."""

    measure: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountRelease:
    """How many answers there are; below the threshold only that there are fewer."""

    answer_count: int | None
    fewer_than: int | None = None


@dataclass(frozen=True, slots=True)
class Headcount:
    """The headcount a release was judged by, as it stood then; small ones only as a band."""

    count: int | None = None
    below: int | None = None
    """Set instead of `count` for a headcount below this number."""
    counted_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFigures:
    """The figures of one enterprise in one campaign, with the definitions they were made by."""

    definitions: Definitions
    answer_count: int
    headcount: Headcount
    required_count: int | None
    """Valid answers that the sample asks for; None without a headcount, or a banded one."""
    is_census: bool
    is_above_headcount: bool
    """There are more answers than people in the register."""
    verdict: Verdict
    overall: MeasureFigures | None
    items: tuple[MeasureFigures, ...]
    items_mean: ScoreRange | None
    """Mean score of the items that are shown."""
    choices: tuple[ChoiceFigures, ...] = ()
    texts: tuple[TextList, ...] = ()
