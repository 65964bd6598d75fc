"""The rows of the sheet "targets": how many take part by when, with a goal and a stretch."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from server.domain.areas import AreaLevel
from server.domain.schemes.described.columns import Worded
from server.domain.schemes.exact.conditions import Condition
from server.domain.schemes.exact.values import Text


class TargetKind(StrEnum):
    """What is compared with the goal."""

    COVERAGE = "coverage_target"
    """Those that take part, of all of the band, in percent."""
    COUNT = "count_target"
    """A number of things."""
    SHARE_OF_AREAS = "share_of_areas"
    """Areas that take part, of all areas."""


@dataclass(frozen=True, slots=True)
class TargetColumns(Worded):
    """The columns of the sheet "targets", as they are written."""

    code: str
    kind: TargetKind
    name_zh: str
    name_en: str = ""
    unit: str = "enterprise"
    """What is counted: a kind of subject, or a level of areas."""
    band: tuple[Condition, ...] = ()
    """Which of them are meant: by headcount, ownership, industry and other facts."""
    metric: str = ""
    """What makes one count, such as taking part or holding a title."""
    per: AreaLevel | None = None
    """The level of areas each of which has to reach the goal; None: all together."""
    by_date: str = ""
    goal: str = ""
    """A percentage or a share such as 2/3, for counts a number; `unknown` where not stated."""
    stretch: str = ""
    within_years: int | None = None
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target that counts can be compared with."""

    columns: TargetColumns
    goal: Fraction | None
    """For shares a fraction of one; None where the plan states no number."""
    stretch: Fraction | None
    by_date: date | None

    @property
    def code(self) -> str:
        """Its code."""
        return self.columns.code

    @property
    def name(self) -> Text:
        """Its name."""
        return self.columns.name

    @property
    def remark(self) -> Text:
        """The remark for readers."""
        return self.columns.remark

    @property
    def is_share(self) -> bool:
        """Tell whether a share is asked for and not a number."""
        return self.columns.kind is not TargetKind.COUNT
