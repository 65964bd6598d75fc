"""Parameters of rules that score by the survey: which figures, of what weight, and how."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from server.domain.schemes.described.columns import UNKNOWN
from server.domain.schemes.described.settings import SurveyView
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.bands import Band, Edge
from server.domain.schemes.kinds.bind import number_of
from server.domain.schemes.kinds.rule_faults import TWICE, above_zero
from server.domain.schemes.kinds.rule_kind import Slot
from server.problems import N_
from xlsforms.scheme import SchemeRow

NO_BANDS = FaultKind(
    N_("Points by bands need bands."),
    N_("Add rows with the code %(code)s to the sheet “parameters”, or choose another mode."),
)
HALF_BAND = FaultKind(
    N_("A band needs both “at_least” and “points”."), N_("Fill in both, or neither.")
)
WEIGHTS_DIFFER = FaultKind(
    N_("The weights add up to %(sum)s."), N_("Let them add up to 1, or to 100, or leave all empty.")
)
NO_PERCENTAGE = FaultKind(N_("%(number)s is no percentage."), N_("Write a number from 0 to 100."))
_FULL_WEIGHTS = (Decimal(1), Decimal(100))


class SurveyMode(StrEnum):
    """How a figure of the survey becomes points."""

    PROPORTION = "proportion"
    """As much of the full marks as the figure says in percent."""
    THRESHOLD = "threshold"
    """Full marks from a limit on; the row is met or not."""
    BANDS = "bands"


@dataclass(frozen=True, slots=True)
class SurveyEntry:
    """A dimension with its weight, or a band with its points."""

    measure: str = ""
    weight: Decimal | None = None
    at_least: Decimal | None = None
    points: Decimal | None = None
    at: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SurveyScore:
    """Parameters: without a view it is the scheme's; a limit may be `unknown`."""

    view: SurveyView | None = None
    mode: SurveyMode = SurveyMode.PROPORTION
    limit: str = ""
    edge: Edge = Edge.LOWER
    rows: tuple[SurveyEntry, ...] = ()

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands among the rows."""
        return tuple(
            Band(one.at_least, one.points, one.at)
            for one in self.rows
            if one.at_least is not None and one.points is not None
        )

    @property
    def dimensions(self) -> tuple[SurveyEntry, ...]:
        """The dimensions among the rows."""
        return tuple(one for one in self.rows if one.measure)

    def weights(self, slot: Slot) -> Mapping[str, Fraction]:
        """Return measure with view -> its weight; they add up to 1."""
        view = self.view or slot.survey_view
        found = self.dimensions
        if not found:
            share = Fraction(1, len(slot.asked))
            return {f"{measure}:{view}": share for measure in slot.asked}
        total = sum((Fraction(one.weight or 1) for one in found), Fraction(0))
        return {f"{one.measure}:{view}": Fraction(one.weight or 1) / total for one in found}

    def line(self) -> Decimal | None:
        """Return the limit; None when the published text does not state it. Raises ValueError."""
        return None if self.limit.casefold() in UNKNOWN else number_of(self.limit)


def check_limit(parameters: SurveyScore, slot: Slot) -> Iterator[Fault]:
    """Yield a fault for a limit that is no percentage."""
    if not parameters.limit:
        return
    try:
        limit = parameters.line()
    except ValueError:
        yield fault_at(faults.NOT_A_NUMBER, slot.row, "limit", text=parameters.limit)
        return
    if limit is not None and not 0 <= limit <= _FULL_WEIGHTS[1]:
        yield fault_at(NO_PERCENTAGE, slot.row, "limit", number=plain(limit))


def check_dimensions(parameters: SurveyScore) -> Iterator[Fault]:
    """Yield what is wrong with dimensions, and bands of which one half is missing."""
    seen: set[str] = set()
    for one in parameters.rows:
        if (one.at_least is None) != (one.points is None):
            yield fault_at(HALF_BAND, one.at, "points" if one.points is None else "at_least")
        if not one.measure and one.at_least is None and one.points is None:
            yield fault_at(faults.MISSING, one.at, "measure")
        if one.measure and one.measure in seen:
            yield fault_at(TWICE, one.at, "measure", text=one.measure)
        seen.add(one.measure)
        yield from above_zero(one.at, "weight", one.weight)
    yield from _check_weights(parameters.dimensions)


def _check_weights(dimensions: tuple[SurveyEntry, ...]) -> Iterator[Fault]:
    given = [one.weight for one in dimensions if one.weight is not None]
    if given and len(given) < len(dimensions):
        without = next(one for one in dimensions if one.weight is None)
        yield fault_at(faults.MISSING, without.at, "weight")
    elif given and sum(given, Decimal(0)) not in _FULL_WEIGHTS:
        total = plain(sum(given, Decimal(0)))
        yield fault_at(WEIGHTS_DIFFER, dimensions[0].at, "weight", sum=total)
