"""A scheme made ready: every row with its typed parameters, in the order in which it is scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from server.domain.schemes.described.columns import IndicatorColumns, VetoColumns
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.described.target_row import TargetRow
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.kinds.decision_kind import (
    Child,
    GradeKind,
    GradeRow,
    GroupKind,
    Names,
    VetoKind,
    VetoRuling,
)
from server.domain.schemes.kinds.rule_kind import AnyKind, InputField, Slot
from server.domain.schemes.kinds.veto_effect import Effect
from xlsforms.scheme import Scheme

CacheKey: TypeAlias = tuple[object, ...]
_MOST_KNOWN = 4096
"""So many answers of a row are remembered; then it starts anew."""
_MOST_KNOWN_ROWS = 2 * _MOST_KNOWN
"""So many rows below are remembered in all answers of a group; then it starts anew."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row that scores by a rule of its own."""

    columns: IndicatorColumns
    slot: Slot
    kind: AnyKind
    parameters: Any
    fields: tuple[InputField, ...]
    most: Decimal | None
    """The most points it can give: 0 where the row has none, None where they are unknown."""
    known: dict[CacheKey, Outcome] = field(default_factory=dict, compare=False, repr=False)
    """What the rule has said before: it is pure, and many subjects have the same values."""

    def remember(self, key: CacheKey, outcome: Outcome) -> None:
        """Keep what the rule said of values, for the next subject that has the same."""
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        self.known[key] = outcome


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row that sums up those below it."""

    columns: IndicatorColumns
    slot: Slot
    kind: GroupKind[Any]
    parameters: Any
    children: tuple[str, ...]
    below: tuple[Child, ...]
    """The same rows as the group sees them, before anything was scored."""
    most: Decimal | None
    known: dict[CacheKey, tuple[Outcome, list[Outcome]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """By the identities of its rows' outcomes, which an entry keeps alive."""

    def remember(self, key: CacheKey, below: list[Outcome], outcome: Outcome) -> None:
        """Keep what the group said of these very outcomes, whose identities are the key."""
        if len(self.known) * len(below) >= _MOST_KNOWN_ROWS:
            self.known.clear()
        self.known[key] = (outcome, below)


AnyRow: TypeAlias = RuleRow | GroupRow


@dataclass(frozen=True, slots=True)
class VetoRow:
    """A veto with its parameters."""

    columns: VetoColumns
    kind: VetoKind[Any]
    parameters: Any
    fields: tuple[InputField, ...]
    effect: Effect
    silent: VetoRuling
    """What it says where nothing was observed."""


@dataclass(frozen=True, slots=True)
class GradeSet:
    """All grades of one kind, the lowest first."""

    kind: GradeKind[Any]
    rows: tuple[GradeRow[Any], ...]
    is_for_all: bool = True
    """False: some rows are meant for some subjects only."""


@dataclass(frozen=True, slots=True)
class CompiledScheme:
    """A scheme that can be evaluated; it is made once and used for all subjects."""

    source: Scheme
    settings: SchemeSettings
    rows: Mapping[str, AnyRow]
    """By code, each row after those below it."""
    roots: tuple[str, ...]
    """Codes of the rows without a parent, in the table's order."""
    order: tuple[str, ...]
    """All codes in the table's order."""
    vetoes: tuple[VetoRow, ...]
    grades: tuple[GradeSet, ...]
    grade_order: Mapping[str, int]
    """Code of every row of the sheet "grades" -> its place, the lowest first."""
    most: Decimal | None
    """Full marks of the whole table without bonuses; None when part of it is unknown."""
    simple: Mapping[str, str]
    """Code of every row -> its measure, where it asks for one only and is for all subjects."""
    is_plain_sum: bool = False
    """True: all groups only add up, so a point more in any row is one more in the total."""
    bonuses: tuple[str, ...] = ()
    """Codes of the topmost rows that give points beyond full marks."""
    targets: tuple[TargetRow, ...] = ()
    names: Names = field(default_factory=Names)
