"""`quality_tier`: points by the level that somebody finds, such as good, middle, weak."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from server.domain.schemes.described.columns import UNKNOWN
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap, scored, step
from server.domain.schemes.exact.values import Text, plain
from server.domain.schemes.kinds.bind import number_of
from server.domain.schemes.kinds.rule_faults import named_twice, not_negative, same_points
from server.domain.schemes.kinds.rule_kind import (
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
    full_marks,
)
from server.problems import N_
from xlsforms.scheme import SchemeRow


@dataclass(frozen=True, slots=True)
class Tier:
    """One level, with points or `unknown` where the published text does not show them."""

    name: str
    points: str
    name_zh: str = ""
    name_en: str = ""
    at: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False, repr=False)

    @property
    def text(self) -> Text:
        """What it is called."""
        return Text(self.name_zh or self.name, self.name_en or self.name)

    def number(self) -> Decimal | None:
        """Return its points, None when unknown. Raises ValueError."""
        return None if self.points.casefold() in UNKNOWN else number_of(self.points)


@dataclass(frozen=True, slots=True)
class QualityTier:
    """Parameters: the levels."""

    rows: tuple[Tier, ...]


def _fields(parameters: QualityTier, slot: Slot) -> tuple[InputField, ...]:
    choices = tuple((one.name, one.text) for one in parameters.rows)
    return (InputField(slot.measure, FieldKind.CHOICE, slot.name, choices=choices),)


def _score(parameters: QualityTier, slot: Slot, case: Case) -> Outcome:
    value = case.values[slot.measure]
    found = next((one for one in parameters.rows if one.name == value), None)
    if found is None:
        return gap(GapReason.NOT_UNDERSTOOD)
    points = found.number()
    if points is None:
        unknown = N_("Level: %(tier)s. The published table does not show its points.")
        return gap(GapReason.UNKNOWN_POINTS, step(unknown, tier=found.text))
    told = step(N_("Level: %(tier)s; %(points)s points."), tier=found.text, points=plain(points))
    return scored(points, told)


def _most(parameters: QualityTier, slot: Slot) -> Decimal | None:
    if slot.has_marks:
        return full_marks(slot)
    known = [points for one in parameters.rows if (points := one.number()) is not None]
    return max(known) if len(known) == len(parameters.rows) else None


def _check(parameters: QualityTier, slot: Slot) -> Iterator[Fault]:
    yield from named_twice((one.at, "name", one.name) for one in parameters.rows)
    known: list[Decimal] = []
    for one in parameters.rows:
        try:
            points = one.number()
        except ValueError:
            yield fault_at(faults.NOT_A_NUMBER, one.at, "points", text=one.points)
            continue
        yield from not_negative(one.at, "points", points)
        known += [] if points is None else [points]
    if len(known) == len(parameters.rows) or (known and max(known) > (slot.points or 0)):
        yield from same_points(slot, max(known))


QUALITY_TIER = RuleKind(
    "quality_tier",
    6,
    N_("Points by a named level"),
    QualityTier,
    _fields,
    _score,
    check=_check,
    most=_most,
)
