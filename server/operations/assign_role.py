"""Give somebody a role and take it away again."""

from sqlmodel import Session

from server.domain.access import Grant, Role, keeps_an_administrator, may_give, sees_project
from server.operations.create_user import actee_of_user
from server.problems import N_, LastAdministrator, NotAllowed, NotFound, UnexpectedValue
from server.store.queries import areas, audits, identities, users
from server.store.queries.audits import By
from server.store.queries.identities import UserAccess
from server.store.row_key import stored
from server.store.tables.projects import Project
from server.store.tables.users import RoleAssignment


def assign_role(
    session: Session, by: By, *, giver: UserAccess | None, receiver_id: int, grant: Grant
) -> int:
    """Give a role and return the key of its row; the receiver logs in anew to use it.

    `giver` None is the command line. Raises NotAllowed for a role given to oneself or beyond one's
    own rank or place, NotFound for a user, project or area that is not there.
    """
    _check_giver(session, giver, receiver_id=receiver_id, grant=grant)
    users.get_user(session, receiver_id)
    known_id = users.find_role_id(session, receiver_id, grant)
    if known_id is not None:
        return known_id
    row = RoleAssignment(
        user_id=receiver_id,
        project_id=grant.project_id,
        area_id=grant.area_id,
        role=grant.role,
        created_at=by.at,
    )
    session.add(row)
    _finish(session, by, "user.assignment.create", receiver_id=receiver_id, grant=grant)
    return stored(row.id)


def take_role(session: Session, by: By, *, giver: UserAccess | None, role_id: int) -> None:
    """Take a role away and end the sessions of who held it; raises LastAdministrator."""
    held = users.find_role(session, role_id)
    if held is None:
        raise NotFound
    _check_giver(session, giver, receiver_id=held.user_id, grant=held.grant)
    if held.grant.role is Role.ADMINISTRATOR and held.grant.project_id is None:
        administrators = users.lock_administrators(session)
        if held.user_id in administrators and not keeps_an_administrator(
            administrators, held.user_id
        ):
            raise LastAdministrator
    session.delete(session.get_one(RoleAssignment, role_id))
    _finish(session, by, "user.assignment.delete", receiver_id=held.user_id, grant=held.grant)


def _check_giver(
    session: Session, giver: UserAccess | None, *, receiver_id: int, grant: Grant
) -> None:
    if giver is not None and grant.project_id is not None:
        _check_sees(giver, grant.project_id)
    path = _area_path(session, grant)
    if giver is not None and not may_give(
        giver.grants, grant, giver_id=giver.user_id, receiver_id=receiver_id, area_path=path
    ):
        raise NotAllowed


def _check_sees(giver: UserAccess, project_id: int) -> None:
    """Answer alike for a project that the giver does not see and one that is not there."""
    if not sees_project(giver.grants, project_id):
        raise NotFound


def _area_path(session: Session, grant: Grant) -> tuple[int, ...] | None:
    """Return the path of the grant's area; raises NotFound unless project and area are there."""
    if grant.project_id is None:
        if grant.area_id is not None:
            raise UnexpectedValue(
                field="areaId",
                value=str(grant.area_id),
                reason=N_("a role on the whole server has no area"),
            )
        return None
    project = session.get(Project, grant.project_id)
    if project is None or project.deleted_at is not None:
        raise NotFound
    if grant.area_id is None:
        return None
    areas.get_area(session, grant.project_id, grant.area_id)
    return areas.path_of(session, grant.area_id)


def _finish(session: Session, by: By, action: str, *, receiver_id: int, grant: Grant) -> None:
    identities.end_sessions_of(session, receiver_id)
    details = {"role": grant.role, "projectId": grant.project_id, "areaId": grant.area_id}
    audits.note(session, by, action, actee_of_user(receiver_id), details=details)
    session.flush()
