"""Bands of a figure: so many points from such a figure on, the highest band first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.values import Text, plain
from server.domain.schemes.kinds.rule_faults import TWICE, not_negative
from server.domain.schemes.kinds.rule_kind import Better, FieldKind, InputField
from server.problems import N_
from xlsforms.scheme import SchemeRow

UNORDERED = FaultKind(
    N_("The band from %(lower)s stands above the band from %(higher)s."),
    N_("Write the bands from the highest to the lowest."),
)
GAP_BELOW = FaultKind(
    N_("Nothing says what figures below %(lowest)s give."), N_("Add a band from 0 on.")
)


class Edge(StrEnum):
    """To which band the figure between two bands belongs; published tables leave it open."""

    LOWER = "lower"
    """A band's lower edge belongs to it: 80 is "80 and above"."""
    UPPER = "upper"
    """A band's upper edge belongs to it: 80 is still "up to 80"."""


@dataclass(frozen=True, slots=True)
class Band:
    """One band: points from a figure on."""

    at_least: Decimal
    points: Decimal
    at: SchemeRow = field(default_factory=lambda: SchemeRow({}), compare=False, repr=False)


def band_of(bands: Sequence[Band], figure: Decimal, edge: Edge) -> Band:
    """Return the band in which a figure lies; the lowest holds its own lower edge in any case."""
    for band in bands:
        if figure > band.at_least or (edge is Edge.LOWER and figure == band.at_least):
            return band
    return bands[-1]


def told_band(bands: Sequence[Band], figure: Decimal, edge: Edge) -> Step:
    """Return the sentence that names the band of a figure."""
    band = band_of(bands, figure, edge)
    facts: Mapping[str, str] = {"figure": plain(figure), "points": plain(band.points)}
    above = next((one for one, below in pairwise(bands) if below is band), None)
    low = plain(band.at_least)
    if above is None:
        if edge is Edge.UPPER and len(bands) > 1:
            return step(N_("%(figure)s is above %(low)s: %(points)s points."), low=low, **facts)
        return step(N_("%(figure)s is %(low)s or more: %(points)s points."), low=low, **facts)
    high = plain(above.at_least)
    if edge is Edge.UPPER:
        text = N_("%(figure)s is above %(low)s, up to %(high)s: %(points)s points.")
        if band is bands[-1]:
            text = N_("%(figure)s is %(high)s or less: %(points)s points.")
            return step(text, high=high, **facts)
        return step(text, low=low, high=high, **facts)
    text = N_("%(figure)s is %(low)s or more, but below %(high)s: %(points)s points.")
    return step(text, low=low, high=high, **facts)


def band_field(bands: Sequence[Band], measure: str, name: Text) -> InputField:
    """Return the field of a figure in percent that is looked up in bands."""
    highest = max((Decimal(100), *(one.at_least for one in bands)))
    return InputField(measure, FieldKind.PERCENT, name, minimum=Decimal(0), maximum=highest)


def check_bands(bands: Sequence[Band]) -> Iterator[Fault]:
    """Yield what is wrong with bands: twice, out of order, negative, nothing at the bottom."""
    for above, below in pairwise(bands):
        lower, higher = plain(above.at_least), plain(below.at_least)
        if above.at_least == below.at_least:
            yield fault_at(TWICE, below.at, "at_least", text=higher)
        elif above.at_least < below.at_least:
            yield fault_at(UNORDERED, below.at, "at_least", lower=lower, higher=higher)
    for one in bands:
        yield from not_negative(one.at, "points", one.points)
    lowest = min(one.at_least for one in bands)
    if lowest > 0:
        yield fault_at(GAP_BELOW, bands[-1].at, "at_least", lowest=plain(lowest))


def most_of_bands(bands: Sequence[Band]) -> Decimal:
    """Return the points of the best band."""
    return max((one.points for one in bands), default=Decimal(0))


def better_of_bands(bands: Sequence[Band], measure: str) -> Mapping[str, Better]:
    """Return whether more or less of the figure is better; empty where neither always is."""
    points = [one.points for one in bands]
    if points == sorted(points, reverse=True):
        return {measure: Better.MORE}
    return {measure: Better.LESS} if points == sorted(points) else {}
