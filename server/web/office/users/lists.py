"""The list of users with the roles they have in a project."""

from collections import defaultdict
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain import access
from server.domain.roles import Verb
from server.store.queries import users
from server.store.queries.users import RoleRow, UserRow
from server.web.auth import current_user, requires
from server.web.office.acting import may
from server.web.office.dates import moment_text
from server.web.office.frame import Place, open_place, render_page
from server.web.office.users.blueprint import blueprint
from server.web.office.users.words import place_word, role_word
from server.web.state import state


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user as the list shows them."""

    user: UserRow
    roles: tuple[tuple[str, str], ...]


@blueprint.get("/<pk:project_id>/users")
@requires(Verb.USER_READ)
def list_users(project_id: int) -> str:
    """Show who has a role in the project; who manages users sees all of the server."""
    text = request.args.get("q", "").strip()[:100]
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.USER_READ)
        lines = _lines(session, place, text)
        return render_page(
            session,
            place,
            "users/list.html",
            page_title=gettext("Users and roles"),
            lines=lines,
            text=text,
            may_create=may(Verb.USER_MANAGE, project_id),
            may_assign=may(Verb.ROLE_ASSIGN, project_id),
            moment_text=moment_text,
            list_url=url_for("office_users.list_users", project_id=project_id),
        )


def seen_roles(
    session: Session, project_id: int, user_id: int | None = None
) -> tuple[RoleRow, ...]:
    """Return the roles that hold in a project: its own, and those on the whole server."""
    return tuple(
        one
        for one in users.list_roles(session, user_id=user_id)
        if one.grant.project_id in {None, project_id}
    )


def sees_everybody() -> bool:
    """Tell whether the reader manages users, and so sees those without a role here."""
    return access.may(current_user().grants, Verb.USER_MANAGE)


def _lines(session: Session, place: Place, text: str) -> tuple[UserLine, ...]:
    held: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in seen_roles(session, place.project_id):
        held[one.user_id].append((role_word(one.grant.role), place_word(session, one.grant, place)))
    return tuple(
        UserLine(user, tuple(held[user.id]))
        for user in users.list_users(session, text)
        if user.id in held or sees_everybody()
    )
