"""Places among the answers of a submission: points, ways and areas, and where it was filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from server.domain.answers import Answers, texts_at
from server.domain.coordinates import MOST_LATITUDE, MOST_LONGITUDE, Position, rounded
from xlsforms.compiled_form import CompiledForm, FormField

MOST_POINTS = 5_000
"""Points of one way that are drawn; a phone that records all day sends more."""


class PlaceKind(StrEnum):
    """What a question asks to be put on a map; the values are its types in ODK."""

    POINT = "geopoint"
    WAY = "geotrace"
    AREA = "geoshape"


_KINDS = frozenset(one.value for one in PlaceKind)


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """One answer that is a place."""

    path: str
    kind: PlaceKind
    points: tuple[Position, ...]


def places_in(form: CompiledForm, answers: Answers) -> tuple[DrawnPlace, ...]:
    """Return the places among answers in the order of the form; what is none is left out."""
    return tuple(place for one in form.fields for place in _places(one, answers))


def filled_in_at(form: CompiledForm, answers: Answers) -> Position | None:
    """Return where a submission was filled in: its first point that was asked for, else any."""
    fields = [one for one in form.fields if one.type == PlaceKind.POINT]
    for one in sorted(fields, key=lambda field: field.control is None):
        for place in _places(one, answers):
            return place.points[0]
    return None


def _places(field: FormField, answers: Answers) -> Iterator[DrawnPlace]:
    if field.type not in _KINDS:
        return
    for text in texts_at(answers, field.path):
        points = tuple(_points(text))
        if points:
            yield DrawnPlace(field.path, PlaceKind(field.type), points)


def _points(text: str) -> Iterator[Position]:
    for part in text.split(";")[:MOST_POINTS]:
        point = _point(part)
        if point is not None:
            yield point


def _point(text: str) -> Position | None:
    """Return a point on the globe; "0 0" is what phones send for none."""
    try:
        north, east = (Decimal(one) for one in text.split()[:2])
    except (InvalidOperation, ValueError):
        return None
    # comparisons with NaN raise, so that is asked first
    if not north.is_finite() or not east.is_finite() or (not north and not east):
        return None
    if abs(north) > MOST_LATITUDE or abs(east) > MOST_LONGITUDE:
        return None
    return Position(rounded(north), rounded(east))
