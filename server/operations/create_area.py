"""Create an area below another, or at the top of the tree."""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.areas import AreaLevel, may_lie_below
from server.problems import N_, AlreadyExists, UnexpectedValue
from server.store.queries import areas, audits
from server.store.queries.audits import Actee, By
from server.store.queries.register import lock_register
from server.store.tables.areas import Area


@dataclass(frozen=True, slots=True)
class NewArea:
    """An area to be made; without `parent_id` at the top of the tree."""

    name: str
    level: AreaLevel
    parent_id: int | None = None
    code: str | None = None


def create_area(session: Session, by: By, project_id: int, new: NewArea) -> Area:
    """Create an area and return it.

    Raises NotFound for a foreign parent, UnexpectedValue when its level cannot lie there, and
    AlreadyExists when a sibling has the name.
    """
    lock_register(session, project_id)
    parent = None if new.parent_id is None else areas.get_area(session, project_id, new.parent_id)
    check_level(new.level, parent)
    check_name(session, project_id, parent_id=new.parent_id, name=new.name)
    area = Area(
        project_id=project_id,
        parent_id=new.parent_id,
        name=new.name,
        level=new.level.value,
        code=new.code,
        created_at=by.at,
    )
    area_id = areas.insert_area(session, area)
    details = {"name": new.name, "parentId": new.parent_id}
    audits.note(
        session, by, "area.create", Actee("area", str(area_id), project_id), details=details
    )
    return area


def check_level(level: AreaLevel, parent: Area | None) -> None:
    """Raise UnexpectedValue unless an area of this level may lie right below the parent."""
    above = None if parent is None else AreaLevel(parent.level)
    if not may_lie_below(level, above):
        raise UnexpectedValue(
            field="level",
            value=level.value,
            reason=N_("it must be lower than that of the area above"),
        )


def check_name(session: Session, project_id: int, *, parent_id: int | None, name: str) -> None:
    """Raise AlreadyExists when an area of this name lies there already."""
    if areas.find_child(session, project_id, parent_id=parent_id, name=name) is not None:
        raise AlreadyExists(fields=["name"], values=[name], table="areas")
