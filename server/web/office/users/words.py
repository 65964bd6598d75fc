"""Roles in words, and which of them the reader may give where."""

from collections.abc import Mapping

from flask_babel import gettext
from sqlmodel import Session

from server.domain import access
from server.domain.access import Grant, Role
from server.domain.roles import Verb
from server.problems import N_
from server.store.queries import areas
from server.store.queries.identities import UserAccess
from server.web.auth import current_user
from server.web.office.frame import Place

SERVER, PROJECT = "server", "project"

_ROLES: Mapping[Role, tuple[str, str]] = {
    Role.ADMINISTRATOR: (
        N_("Administrator"),
        N_("Everything, users and roles included, but no single anonymous answer."),
    ),
    Role.DATA_STEWARD: (
        N_("Data steward"),
        N_("As an office; and, on record, the single answers of anonymous surveys."),
    ),
    Role.OFFICE: (
        N_("Office"),
        N_("Register, campaigns, posters, forms, app users, site checks."),
    ),
    Role.VIEWER: (N_("Viewer"), N_("Looks at everything, changes nothing.")),
}


def role_word(role: Role) -> str:
    """Return the word for a role."""
    return str(gettext(_ROLES[role][0]))


def place_word(session: Session, grant: Grant, place: Place) -> str:
    """Return where a role holds: the server, the project, or the path of an area."""
    if grant.project_id is None:
        return str(gettext("Whole server"))
    if grant.area_id is None:
        return str(gettext("Whole project"))
    names = areas.path_names(session, {grant.area_id}).get(grant.area_id, ())
    return " / ".join(names) or place.project.name


def role_options(place: Place, receiver_id: int) -> list[dict[str, str]]:
    """Return the roles that the reader may give somewhere in the project."""
    giver = current_user()
    return [
        {"value": role.value, "label": role_word(role), "hint": str(gettext(_ROLES[role][1]))}
        for role in Role
        if any(_may_give(giver, grant, receiver_id) for grant in _everywhere(giver, role, place))
    ]


def place_options(place: Place) -> list[dict[str, object]]:
    """Return the places that the reader may give a role in."""
    giver = current_user()
    options: list[dict[str, object]] = []
    if access.may(giver.grants, Verb.USER_MANAGE):
        options.append({"value": SERVER, "label": gettext("Whole server")})
    if access.may(giver.grants, Verb.ROLE_ASSIGN, project_id=place.project_id):
        options.append({"value": PROJECT, "label": gettext("Whole project")})
    for area, depth in place.choices:
        options.append({"value": str(area.id), "label": "\u3000" * depth + area.name})
    return options


def may_take(session: Session, grant: Grant, receiver_id: int) -> bool:
    """Tell whether the reader may take this role from somebody."""
    giver = current_user()
    path = None if grant.area_id is None else areas.path_of(session, grant.area_id)
    return access.may_give(
        giver.grants, grant, giver_id=giver.user_id, receiver_id=receiver_id, area_path=path
    )


def _everywhere(giver: UserAccess, role: Role, place: Place) -> list[Grant]:
    """Return the role in the project, and in the areas that the giver's own roles are of."""
    inside = [one.area_id for one in giver.grants if one.project_id == place.project_id]
    return [Grant(role, place.project_id, area_id) for area_id in {None, *inside}]


def _may_give(giver: UserAccess, grant: Grant, receiver_id: int) -> bool:
    path = None if grant.area_id is None else (grant.area_id,)
    return access.may_give(
        giver.grants, grant, giver_id=giver.user_id, receiver_id=receiver_id, area_path=path
    )
