"""App users: the phones of inspectors, their tokens and settings codes."""

from datetime import timedelta

from flask import Blueprint, Response, request
from sqlmodel import Session

from qr.captioned import captioned_png, captioned_svg
from server import clock
from server.domain.access import Verb
from server.operations.app_user_settings import (
    PhoneSettings,
    phone_settings,
    plan_codes,
    print_card,
)
from server.operations.change_app_user import (
    assign_areas,
    assign_forms,
    delete_app_user,
    end_grace,
    rename_app_user,
    revoke_app_user,
    rotate_token,
)
from server.operations.create_app_user import (
    AppUserWithToken,
    PhonePage,
    create_app_user,
    get_app_user,
    list_app_users,
)
from server.store.queries.app_user_lists import count_phones
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, is_extended, limit_and_offset, success
from server.web.central.app_user_schemas import (
    AppUserChangeBody,
    NewAppUserBody,
    RotateBody,
    app_user_answer,
    extended_app_user_answer,
)
from server.web.central.json_body import read_body
from server.web.central.paging import answer_page
from server.web.central.phones import read_filter
from server.web.state import state

blueprint = Blueprint("central_app_users", __name__)


@blueprint.get("/app-users")
@requires(Verb.APP_USER_MANAGE)
def list_all(project_id: int) -> Response:
    """List the app users with their tokens, those with a token first, then the newest.

    `state` and `q` narrow the list; limit and offset take a part of it.
    """
    make = extended_app_user_answer if is_extended() else app_user_answer
    where, wanted = scope(Verb.APP_USER_MANAGE, project_id), read_filter()
    limit, offset = limit_and_offset()
    with state().store.writing() as session:
        found = list_app_users(
            session, acting(), where, state().tokens, PhonePage(wanted, limit, offset)
        )
        total = count_phones(session, where, wanted)
        return answer_page([make(one) for one in found], total=total)


@blueprint.post("/app-users")
@requires(Verb.APP_USER_MANAGE)
def post_app_user(project_id: int) -> Response:
    """Create an app user; who works in some areas and names none gives it those."""
    body = read_body(NewAppUserBody)
    where = scope(Verb.APP_USER_MANAGE, project_id)
    area_ids = frozenset(body.area_ids) or where.area_ids or frozenset()
    with state().store.writing() as session:
        made = create_app_user(
            session,
            acting(),
            where,
            state().tokens,
            display_name=body.display_name,
            area_ids=area_ids,
        )
        return answer(app_user_answer(made))


@blueprint.get("/app-users/<pk:app_user_id>")
@requires(Verb.APP_USER_MANAGE)
def show_app_user(project_id: int, app_user_id: int) -> Response:
    """Show an app user with its token."""
    with state().store.writing() as session:
        return answer(app_user_answer(_load(session, project_id, app_user_id)))


@blueprint.patch("/app-users/<pk:app_user_id>")
@requires(Verb.APP_USER_MANAGE)
def patch_app_user(project_id: int, app_user_id: int) -> Response:
    """Change the name, areas or forms of an app user."""
    body = read_body(AppUserChangeBody)
    where, by = scope(Verb.APP_USER_MANAGE, project_id), acting()
    with state().store.writing() as session:
        if body.display_name is not None:
            name = body.display_name
            rename_app_user(session, by, where, app_user_id, display_name=name)
        if body.form_ids is not None:
            assign_forms(session, by, where, app_user_id, body.form_ids)
        if body.area_ids is not None:
            assign_areas(session, by, where, app_user_id, frozenset(body.area_ids))
        return answer(app_user_answer(_load(session, project_id, app_user_id)))


@blueprint.delete("/app-users/<pk:app_user_id>")
@requires(Verb.APP_USER_MANAGE)
def remove_app_user(project_id: int, app_user_id: int) -> Response:
    """Delete an app user: its token is invalid at once."""
    with state().store.writing() as session:
        delete_app_user(session, acting(), scope(Verb.APP_USER_MANAGE, project_id), app_user_id)
        return success()


@blueprint.post("/app-users/<pk:app_user_id>/rotate")
@requires(Verb.APP_USER_MANAGE)
def post_rotation(project_id: int, app_user_id: int) -> Response:
    """Give an app user a new token; the old one may still send for the grace."""
    body = read_body(RotateBody)
    where = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        rotate_token(
            session,
            acting(),
            where,
            state().tokens,
            app_user_id=app_user_id,
            grace=timedelta(seconds=body.grace_seconds),
        )
        return answer(app_user_answer(_load(session, project_id, app_user_id)))


@blueprint.post("/app-users/<pk:app_user_id>/end-grace")
@requires(Verb.APP_USER_MANAGE)
def post_end_of_grace(project_id: int, app_user_id: int) -> Response:
    """Make the exchanged tokens of an app user invalid before their time."""
    with state().store.writing() as session:
        end_grace(session, acting(), scope(Verb.APP_USER_MANAGE, project_id), app_user_id)
        return success()


@blueprint.post("/app-users/<pk:app_user_id>/revoke")
@requires(Verb.APP_USER_MANAGE)
def post_revocation(project_id: int, app_user_id: int) -> Response:
    """Make the tokens of an app user invalid at once."""
    with state().store.writing() as session:
        revoke_app_user(session, acting(), scope(Verb.APP_USER_MANAGE, project_id), app_user_id)
        return success()


@blueprint.get("/app-users/<pk:app_user_id>/qr.svg")
@requires(Verb.APP_USER_MANAGE)
def show_qr_svg(project_id: int, app_user_id: int) -> Response:
    """Show the settings code of an app user's phone as SVG; a test address carries a warning."""
    with state().store.writing() as session:
        phone = _phone(session, project_id, app_user_id)
    return _private(captioned_svg(phone.text, is_test=phone.is_test), "image/svg+xml")


@blueprint.get("/app-users/<pk:app_user_id>/qr.png")
@requires(Verb.APP_USER_MANAGE)
def show_qr_png(project_id: int, app_user_id: int) -> Response:
    """Show the settings code of an app user's phone as PNG; a test address carries a warning."""
    with state().store.writing() as session:
        phone = _phone(session, project_id, app_user_id)
    return _private(captioned_png(phone.text, is_test=phone.is_test), "image/png")


@blueprint.get("/app-users/<pk:app_user_id>/card.pdf")
@requires(Verb.APP_USER_MANAGE)
def show_card(project_id: int, app_user_id: int) -> Response:
    """Show the printed card of an app user as PDF."""
    with state().store.writing() as session:
        phone = _phone(session, project_id, app_user_id)
    return _private(print_card(phone, made_at=clock.now()), "application/pdf")


def _load(session: Session, project_id: int, app_user_id: int) -> AppUserWithToken:
    where = scope(Verb.APP_USER_MANAGE, project_id)
    return get_app_user(session, acting(), where, state().tokens, app_user_id)


def _phone(session: Session, project_id: int, app_user_id: int) -> PhoneSettings:
    """Return the settings of a phone: managed, unless `mode=simple` asks for Central's own."""
    app_user = _load(session, project_id, app_user_id)
    is_managed = request.args.get("mode") != "simple"
    codes = plan_codes(session, acting(), state().tokens, project_id, is_managed=is_managed)
    return phone_settings(session, app_user, codes, public_base_url=state().settings.base_url)


def _private(data: str | bytes, content_type: str) -> Response:
    """Return a file that holds a token: no cache may keep it."""
    response = Response(data, content_type=content_type)
    response.headers["Cache-Control"] = "no-store"
    return response
