"""Parks of a project."""

from collections.abc import Collection, Mapping

from sqlmodel import Session, col, select

from server.problems import NotFound
from server.store.tables.areas import Park


def find_park(session: Session, project_id: int, park_id: int) -> Park | None:
    """Return a park of a project."""
    statement = select(Park).where(Park.id == park_id, Park.project_id == project_id)
    return session.exec(statement).first()


def get_park(session: Session, project_id: int, park_id: int) -> Park:
    """Return a park of a project; raises NotFound."""
    park = find_park(session, project_id, park_id)
    if park is None:
        raise NotFound
    return park


def list_parks(session: Session, project_id: int) -> tuple[Park, ...]:
    """Return the parks of a project by name."""
    statement = select(Park).where(Park.project_id == project_id).order_by(col(Park.name))
    return tuple(session.exec(statement))


def park_names(session: Session, project_id: int, park_ids: Collection[int]) -> Mapping[int, str]:
    """Return the names of those of some keys that are parks of a project."""
    statement = select(Park.id, Park.name).where(
        Park.project_id == project_id, col(Park.id).in_(sorted(set(park_ids)))
    )
    return {key: name for key, name in session.exec(statement) if key is not None}
