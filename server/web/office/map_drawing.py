"""Places as a drawing without a map below: to scale, north up, nothing fetched from anywhere.

Tiles of a map would tell a stranger which enterprises are inspected, and networks of offices often
reach none. Where things lie to one another, and how far apart, a plain drawing tells as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from server.domain.coordinates import METRES_A_DEGREE_NORTH, Position, metres_a_degree_east

WIDTH, HEIGHT = 640, 360
_MARGIN = 32
_LEAST_METRES = 60
_LONGEST_BAR = 180
_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """A point to draw: `kind` is "enterprise" or "check"."""

    place: Position
    kind: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A way or, closed, an area."""

    points: tuple[Position, ...]
    label: str
    is_area: bool = False


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark with its place in the drawing."""

    x: int
    y: int
    kind: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line as SVG's `points`."""

    points: str
    label: str
    is_area: bool


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A drawing and its scale: a bar of so many pixels, and what it stands for."""

    marks: tuple[DrawnMark, ...]
    lines: tuple[DrawnLine, ...]
    bar: int
    bar_text: str
    width: int = WIDTH
    height: int = HEIGHT


def draw_map(marks: Sequence[Mark], lines: Sequence[Line] = ()) -> MapDrawing | None:
    """Return marks and lines drawn so that all of them are seen; None when there are none."""
    points = [one.place for one in marks] + [point for one in lines for point in one.points]
    if not points:
        return None
    view = _View(points)
    bar, text = view.bar()
    return MapDrawing(
        marks=tuple(
            DrawnMark(*view.spot(one.place), one.kind, one.label, one.url) for one in marks
        ),
        lines=tuple(
            DrawnLine(view.spots(one.points), one.label, one.is_area) for one in lines if one.points
        ),
        bar=bar,
        bar_text=text,
    )


def metres_text(metres: int) -> str:
    """Return a distance as people read it: metres, from a kilometre on kilometres."""
    if metres < _KILOMETRE:
        return str(gettext("%(count)s m", count=metres))
    kilometres = Decimal(metres) / _KILOMETRE
    is_round = metres % _KILOMETRE == 0 or metres >= 100 * _KILOMETRE
    count = f"{kilometres:,.0f}" if is_round else f"{kilometres:,.1f}"
    return str(gettext("%(count)s km", count=count))


class _View:
    """Which part of the earth is seen, and how many metres a pixel is."""

    def __init__(self, points: Sequence[Position]) -> None:
        norths = [float(one.latitude) for one in points]
        easts = [float(one.longitude) for one in points]
        self._north = (min(norths) + max(norths)) / 2
        self._east = (min(easts) + max(easts)) / 2
        self._a_degree_east = metres_a_degree_east(Decimal(repr(self._north))) or 1
        wide = max((max(easts) - min(easts)) * self._a_degree_east, _LEAST_METRES)
        high = max((max(norths) - min(norths)) * METRES_A_DEGREE_NORTH, _LEAST_METRES)
        self._metres = max(wide / (WIDTH - 2 * _MARGIN), high / (HEIGHT - 2 * _MARGIN))

    def spot(self, place: Position) -> tuple[int, int]:
        """Return where a place is in the drawing."""
        east = (float(place.longitude) - self._east) * self._a_degree_east
        north = (float(place.latitude) - self._north) * METRES_A_DEGREE_NORTH
        return round(WIDTH / 2 + east / self._metres), round(HEIGHT / 2 - north / self._metres)

    def spots(self, places: Iterable[Position]) -> str:
        """Return places as SVG's `points`."""
        return " ".join(f"{x},{y}" for x, y in map(self.spot, places))

    def bar(self) -> tuple[int, str]:
        """Return the longest bar of a round length that fits, in pixels and in words."""
        metres = step = 1
        while True:
            for factor in (1, 2, 5):
                if factor * step / self._metres > _LONGEST_BAR:
                    return max(round(metres / self._metres), 1), metres_text(metres)
                metres = factor * step
            step *= 10
