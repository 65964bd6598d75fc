"""Where the enterprises of the demonstration stand, and where its inspectors hold their phones.

The county lies on open water, so that no place of it is anybody's.
"""

import math
from decimal import Decimal
from random import Random

from server.demo.draws import drawn_for, happens
from server.demo.names import TOWNSHIPS, MadeUpEnterprise
from server.domain.coordinates import Position, rounded

_CENTRES = dict(zip(TOWNSHIPS, ((36.93, 99.98), (36.86, 100.16), (36.98, 100.22)), strict=True))
_SPREAD_METRES = 1800.0
_UNPLACED, _SKIPPED = 0.06, 0.1
"""Shares of enterprises without a position, and of checks whose inspector skipped the question."""
_NEAR_METRES, _FAR_METRES, _FAR_EVERY = 35.0, (2500.0, 9000.0), 9
_METRES_A_DEGREE = 111_195.0


def position_of(enterprise: MadeUpEnterprise) -> Position | None:
    """Return where an enterprise stands as the register has it; None: not known."""
    draw = drawn_for("place", enterprise.uscc)
    if happens(draw, _UNPLACED):
        return None
    return _stands(draw, enterprise)


def held_at(number: int, enterprise: MadeUpEnterprise) -> str:
    """Return what a phone writes of the place of a check: near the enterprise, at times far away.

    An empty text: the inspector skipped it, indoors.
    """
    stands, draw = position_of(enterprise), drawn_for("held", number)
    if happens(draw, _SKIPPED):
        return ""
    if stands is None:
        stands = _stands(draw, enterprise)
    is_far = number % _FAR_EVERY == _FAR_EVERY // 2
    metres = draw.uniform(*_FAR_METRES) if is_far else abs(draw.gauss(0, _NEAR_METRES))
    turn = draw.uniform(0, 2 * math.pi)
    place = _moved(stands, metres * math.cos(turn), metres * math.sin(turn))
    return f"{place.latitude:f} {place.longitude:f} 0 {draw.uniform(4, 25):.1f}"


def _stands(draw: Random, enterprise: MadeUpEnterprise) -> Position:
    north, east = _CENTRES[enterprise.township]
    centre = Position(Decimal(str(north)), Decimal(str(east)))
    return _moved(centre, draw.gauss(0, _SPREAD_METRES), draw.gauss(0, _SPREAD_METRES))


def _moved(place: Position, north: float, east: float) -> Position:
    """Return the place that lies some metres further to the north and east."""
    latitude = float(place.latitude) + north / _METRES_A_DEGREE
    a_degree_east = _METRES_A_DEGREE * math.cos(math.radians(latitude))
    longitude = float(place.longitude) + east / a_degree_east
    return Position(rounded(Decimal(repr(latitude))), rounded(Decimal(repr(longitude))))
