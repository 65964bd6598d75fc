"""Where submissions were filled in, and how far that is from where their enterprises lie."""

from sqlalchemy import ColumnElement, Float, cast, select, update
from sqlmodel import Session

from server.domain.coordinates import METRES_A_DEGREE_NORTH, Position, metres_a_degree_east
from server.store.tables.enterprises import Enterprise
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.upsert import table_of

_SUBMISSIONS, _VERSIONS = table_of(Submission), table_of(SubmissionVersion)
_ENTERPRISES = table_of(Enterprise)
_MILLIONTHS = 1_000_000


def settle_place(session: Session, version_id: int, place: Position | None) -> None:
    """Store where the submission was filled in whose current version this is; else nothing."""
    current = select(_VERSIONS.c.submission_id).where(
        _VERSIONS.c.id == version_id, _VERSIONS.c.is_current
    )
    values: dict[str, object] = {
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "metres_a_degree_east": metres_a_degree_east(place.latitude) if place else None,
    }
    statement = update(_SUBMISSIONS).where(_SUBMISSIONS.c.id == current.scalar_subquery())
    session.connection().execute(statement.values(**values))


def farther_than(metres: int) -> ColumnElement[bool]:
    """Return the condition that a submission was filled in farther off than so many metres.

    It treats the surface as flat, which at the distances that matter here is off by less than a
    metre; both databases can reckon it without functions of their own, and nothing of it is stored
    that could grow stale when the register changes.
    """
    north = _difference("latitude") * METRES_A_DEGREE_NORTH
    east = _difference("longitude") * _SUBMISSIONS.c.metres_a_degree_east
    return north * north + east * east > float(metres) * metres * _MILLIONTHS * _MILLIONTHS


def _difference(name: str) -> ColumnElement[float]:
    """Return by how many millionths of a degree a submission lies off its enterprise."""
    return cast(_SUBMISSIONS.c[name], Float) - cast(_ENTERPRISES.c[name], Float)
