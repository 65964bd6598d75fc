"""One user: their roles here, and what may be changed of them."""

from collections.abc import Mapping

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.problems import NotFound
from server.store.queries import users
from server.store.queries.users import UserRow
from server.web.auth import current_user, requires
from server.web.office.acting import may
from server.web.office.dates import moment_text
from server.web.office.frame import Place, open_place, page_answer, render_page
from server.web.office.users.blueprint import blueprint
from server.web.office.users.lists import seen_roles, sees_everybody
from server.web.office.users.words import (
    may_take,
    place_options,
    place_word,
    role_options,
    role_word,
)
from server.web.state import state

_NOTHING: Mapping[str, str] = {}


@blueprint.get("/<pk:project_id>/users/<pk:user_id>")
@requires(Verb.USER_READ)
def show_user(project_id: int, user_id: int) -> str:
    """Show one user."""
    with state().store.reading() as session:
        return _page(session, project_id, user_id)


def show_again(project_id: int, user_id: int, errors: Mapping[str, str]) -> AnyResponse:
    """Return the page of a user with what was wrong in one of its forms."""
    with state().store.reading() as session:
        return page_answer(_page(session, project_id, user_id, errors), 422)


def get_seen_user(session: Session, project_id: int, user_id: int) -> UserRow:
    """Return a user whom the reader sees; raises NotFound."""
    user = users.get_user(session, user_id)
    if not sees_everybody() and not seen_roles(session, project_id, user_id):
        raise NotFound
    return user


def _page(
    session: Session, project_id: int, user_id: int, errors: Mapping[str, str] = _NOTHING
) -> str:
    place = open_place(session, project_id, Verb.USER_READ)
    user = get_seen_user(session, project_id, user_id)
    manages = may(Verb.USER_MANAGE, project_id)
    is_self = user_id == current_user().user_id
    return render_page(
        session,
        place,
        "users/one.html",
        page_title=user.display_name,
        user=user,
        errors=errors,
        facts=_facts(user),
        roles=_roles(session, place, user_id),
        role_options=role_options(place, user_id) if may(Verb.ROLE_ASSIGN, project_id) else [],
        place_options=place_options(place),
        may_manage=manages,
        may_disable=manages and not is_self,
        breadcrumbs=[
            {
                "label": gettext("Users and roles"),
                "url": url_for("office_users.list_users", project_id=project_id),
            }
        ],
    )


def _facts(user: UserRow) -> list[dict[str, str]]:
    return [
        {"label": gettext("E-mail address"), "value": user.email},
        {"label": gettext("Last signed in"), "value": moment_text(user.last_login_at)},
        {"label": gettext("Added on"), "value": moment_text(user.created_at)},
    ]


def _roles(session: Session, place: Place, user_id: int) -> list[dict[str, object]]:
    may_assign = may(Verb.ROLE_ASSIGN, place.project_id)
    return [
        {
            "id": one.id,
            "role": role_word(one.grant.role),
            "place": place_word(session, one.grant, place),
            "may_take": may_assign and may_take(session, one.grant, user_id),
        }
        for one in seen_roles(session, place.project_id, user_id)
    ]
