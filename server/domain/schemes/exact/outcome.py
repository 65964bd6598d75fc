"""What a rule says of one row: points, met or not, a gap; and the steps that led there in words."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from server.domain.schemes.exact.values import Shown


class GapReason(StrEnum):
    """Why a row has no points; a gap is never a zero."""

    NO_VALUE = "no_value"
    SAMPLE_TOO_SMALL = "sample_too_small"
    NOT_RELEASED = "not_released"
    NOT_SHOWN = "not_shown"
    """A release that hides this figure."""
    OUT_OF_RANGE = "out_of_range"
    NOT_UNDERSTOOD = "not_understood"
    """A value of another kind than the rule takes."""
    UNKNOWN_RULE = "unknown_rule"
    """The published table is known only in part."""
    UNKNOWN_POINTS = "unknown_points"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation: an English sentence marked for translation, and its facts."""

    text: str
    facts: tuple[tuple[str, Shown], ...] = ()


def step(text: str, **facts: Shown) -> Step:
    """Return a step; `text` has a placeholder `%(name)s` for each fact."""
    return Step(text, tuple(facts.items()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule says. `points` is None for a gap and for rows that only are met or not."""

    points: Decimal | None = None
    is_met: bool | None = None
    gap: GapReason | None = None
    missing: tuple[str, ...] = ()
    """Measures without a value, for a gap."""
    steps: tuple[Step, ...] = ()
    is_applicable: bool = True
    """False: the row does not apply; whether it then counts in full is in `points`."""
    counts: bool = True
    """False: the row is left out of its group, maximum included."""
    fires_veto: bool = False
    rescales: bool = False
    """True: left out, and the rest of its group is scaled up to the group's full marks."""
    taken: Decimal = Decimal(0)
    """What rows below a sum took off, 0 or less; it is in `points` and never scaled up."""

    @property
    def deducted(self) -> Decimal:
        """What of the points is taken off: what rows below took, or all that is below 0."""
        return self.taken or min(self.points or Decimal(0), Decimal(0))


def scored(points: Decimal, *steps: Step, fires_veto: bool = False) -> Outcome:
    """Return an outcome with points."""
    return Outcome(points=points, steps=steps, fires_veto=fires_veto)


def judged(is_met: bool, *steps: Step, points: Decimal | None = None) -> Outcome:  # noqa: FBT001 - it is the outcome
    """Return an outcome that is met or not, with points where the row has any."""
    return Outcome(points=points, is_met=is_met, steps=steps)


def gap(reason: GapReason, *steps: Step, missing: tuple[str, ...] = ()) -> Outcome:
    """Return a gap."""
    return Outcome(gap=reason, steps=steps, missing=missing)
