"""The columns that every row of a sheet may carry, typed; a kind's own parameters come beside."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from server.domain.areas import AreaLevel
from server.domain.schemes.described.observations import Source
from server.domain.schemes.exact.conditions import Condition
from server.domain.schemes.exact.values import Text

UNKNOWN = frozenset({"unknown", "未知", "不详"})
BONUSES = frozenset({"bonus", "bonus_block"})
"""Kinds of rows whose points come beyond full marks."""


class Combine(StrEnum):
    """How several values of one measure become one."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    SUM = "sum"
    COUNT = "count"
    ANY = "any"
    ALL = "all"


class NotApplicable(StrEnum):
    """What a row that does not apply counts."""

    FULL = "full"
    EXCLUDED = "excluded"
    """Left out: neither points nor maximum."""
    RESCALED = "rescaled"
    """Left out, and the rest of its group is scaled up to the group's full marks."""
    ZERO = "zero"
    REFUSED = "refused"
    """Nobody may say so of this row; where a condition keeps it from applying it is left out."""


class Worded:
    """A row of a sheet in words: what it is called, and its remark for readers."""

    __slots__ = ()
    name_zh: str
    name_en: str
    note_zh: str
    note_en: str

    @property
    def name(self) -> Text:
        """What the row is called."""
        return Text(self.name_zh, self.name_en)

    @property
    def remark(self) -> Text:
        """The remark for readers."""
        return Text(self.note_zh, self.note_en)


@dataclass(frozen=True, slots=True)
class IndicatorColumns(Worded):
    """The columns of the sheet "indicators" that belong to no single kind."""

    code: str
    name_zh: str
    kind: str
    parent: str = ""
    name_en: str = ""
    points: str = ""
    weight: Decimal | None = None
    source: tuple[Source, ...] = ()
    measure: tuple[str, ...] = ()
    combine: Combine = Combine.NEWEST
    look_back_months: int | None = None
    """Only what was observed in so many months before the day counts; none: whatever there is."""
    na: NotApplicable = NotApplicable.REFUSED
    applies_when: tuple[Condition, ...] = ()
    otherwise_zh: str = ""
    """What stands there for a subject that the row does not apply to, such as "covered"."""
    otherwise_en: str = ""
    subject: tuple[str, ...] = ()
    assessor: tuple[str, ...] = ()
    evidence_zh: str = ""
    """Names of files to hand in, parted by semicolons; in English as many, in the same order."""
    evidence_en: str = ""
    evidence_gate: bool = False
    """Without a file there are no points."""
    starred: bool = False
    """The row scores and also carries a veto."""
    note_zh: str = ""
    note_en: str = ""

    @property
    def else_text(self) -> Text:
        """What stands there for those to whom it does not apply, empty where nothing is said."""
        return Text(self.otherwise_zh, self.otherwise_en)

    @property
    def evidence(self) -> Text:
        """Names of files to hand in, parted by semicolons."""
        return Text(self.evidence_zh, self.evidence_en)

    @property
    def is_for_all(self) -> bool:
        """Whether it is for all subjects, and looks at all that was observed of them."""
        has_window = self.look_back_months is not None
        return not (self.subject or self.applies_when or has_window)


@dataclass(frozen=True, slots=True)
class VetoColumns(Worded):
    """The columns of the sheet "vetoes" that belong to no single kind."""

    code: str
    name_zh: str
    kind: str
    name_en: str = ""
    source: tuple[Source, ...] = ()
    measure: str = ""
    look_back_months: int | None = None
    proof_zh: str = ""
    """What must be at hand before the veto counts, such as a decision with its number."""
    proof_en: str = ""
    may_set: tuple[str, ...] = ()
    effect: str = "reject"
    effect_zh: str = ""
    """What the grade is called that the effect gives instead, where no grade of the sheet is."""
    effect_en: str = ""
    subject: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""

    @property
    def proof(self) -> Text:
        """What must be at hand before the veto counts, empty where nothing is asked for."""
        return Text(self.proof_zh, self.proof_en)

    @property
    def effect_name(self) -> Text:
        """What the effect is called, empty where it needs no name of its own."""
        return Text(self.effect_zh, self.effect_en)


@dataclass(frozen=True, slots=True)
class GradeColumns(Worded):
    """The columns of the sheet "grades" that belong to no single kind, lowest grade first."""

    code: str
    name_zh: str
    kind: str
    name_en: str = ""
    subject: tuple[str, ...] = ()
    applies_when: tuple[Condition, ...] = ()
    level_before: str = ""
    wait_months: int | None = None
    decided_by_zh: str = ""
    decided_by_en: str = ""
    valid_months: int | None = None
    quota: int | None = None
    floor: int | None = None
    quota_by: AreaLevel | None = None
    """Of which areas the quota or floor speaks; None: of all together."""
    note_zh: str = ""
    note_en: str = ""
