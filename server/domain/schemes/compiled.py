"""A scheme made ready: every row with its typed parameters, in the order in which it is scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from server.domain.schemes.columns import IndicatorColumns, VetoColumns
from server.domain.schemes.decision_kind import GradeKind, GradeRow, GroupKind, VetoKind
from server.domain.schemes.outcome import Outcome
from server.domain.schemes.rule_kind import AnyKind, InputField, Slot
from server.domain.schemes.settings import SchemeSettings
from xlsforms.scheme import Scheme

CacheKey: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row that scores by a rule of its own."""

    columns: IndicatorColumns
    slot: Slot
    kind: AnyKind
    parameters: Any
    fields: tuple[InputField, ...]
    most: Decimal | None
    known: dict[CacheKey, Outcome] = field(default_factory=dict, compare=False, repr=False)
    """What the rule has said before: it is pure, and many subjects have the same values."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row that sums up those below it."""

    columns: IndicatorColumns
    slot: Slot
    kind: GroupKind[Any]
    parameters: Any
    children: tuple[str, ...]
    most: Decimal | None
    known: dict[CacheKey, Outcome] = field(default_factory=dict, compare=False, repr=False)


AnyRow: TypeAlias = RuleRow | GroupRow


@dataclass(frozen=True, slots=True)
class VetoRow:
    """A veto with its parameters."""

    columns: VetoColumns
    kind: VetoKind[Any]
    parameters: Any
    fields: tuple[InputField, ...]


@dataclass(frozen=True, slots=True)
class GradeSet:
    """All grades of one kind, the lowest first."""

    kind: GradeKind[Any]
    rows: tuple[GradeRow[Any], ...]


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
    most: Decimal | None
    """Full marks of the whole table; None when part of it is unknown."""
