"""What is done with app users: add, change, exchange the code, revoke, delete."""

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations import change_app_user as changing
from server.operations import create_app_user as creating
from server.operations.device_password import USUAL_GRACE
from server.problems import ChangedMeanwhile
from server.store.queries.app_users import get_app_user, lock_app_user
from server.web.auth import requires, scope
from server.web.office.acting import acting
from server.web.office.app_users.blueprint import blueprint
from server.web.office.app_users.one import (
    Typed,
    errors_of,
    form_options,
    grace_of,
    new_page,
    one_page,
    read_typed,
    stored_values,
)
from server.web.office.frame import open_place, page_answer
from server.web.office.seen_form import changed_text, check_seen
from server.web.state import state


@blueprint.post("/<pk:project_id>/app-users/new")
@requires(Verb.APP_USER_MANAGE)
def create_app_user(project_id: int) -> AnyResponse:
    """Add an app user with its forms and go to its settings code."""
    typed = read_typed()
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.APP_USER_MANAGE)
        errors = errors_of(typed, place)
        if errors:
            return page_answer(new_page(session, place, typed, errors), 422)
        made = creating.create_app_user(
            session,
            acting(),
            place.scope,
            state().tokens,
            display_name=typed.name,
            area_ids=frozenset(typed.area_ids),
        )
        key = made.app_user.id
        _assign(session, project_id, key, typed)
    flash(gettext("%(name)s can begin: scan the code with ODK Collect.", name=typed.name), "good")
    return _to(project_id, key)


@blueprint.post("/<pk:project_id>/app-users/<pk:app_user_id>/change")
@requires(Verb.APP_USER_MANAGE)
def change_app_user(project_id: int, app_user_id: int) -> AnyResponse:
    """Set the name, areas and forms of an app user."""
    typed = read_typed()
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.APP_USER_MANAGE)
        errors = errors_of(typed, place)
        lock_app_user(session, app_user_id)
        try:
            check_seen(stored_values(session, place, app_user_id))
        except ChangedMeanwhile:
            errors = {"": changed_text()}
        if errors:
            page = one_page(session, place, app_user_id, typed=typed, errors=errors)
            return page_answer(page, 409 if "" in errors else 422)
        by = acting()
        changing.rename_app_user(session, by, place.scope, app_user_id, display_name=typed.name)
        _assign(session, project_id, app_user_id, typed)
        changing.assign_areas(session, by, place.scope, app_user_id, frozenset(typed.area_ids))
    flash(gettext("Saved. The phone gets it the next time it looks."), "good")
    return _to(project_id, app_user_id)


@blueprint.post("/<pk:project_id>/app-users/<pk:app_user_id>/rotate")
@requires(Verb.APP_USER_MANAGE)
def rotate_token(project_id: int, app_user_id: int) -> AnyResponse:
    """Give an app user a new code; the old one may still send for the days chosen."""
    days = grace_of(request.form.get("grace", str(USUAL_GRACE.days)))
    with state().store.writing() as session:
        changing.rotate_token(
            session,
            acting(),
            scope(Verb.APP_USER_MANAGE, project_id),
            state().tokens,
            app_user_id=app_user_id,
            grace=timedelta(days=days),
        )
    flash(gettext("The code was exchanged. Scan the new one with the phone."), "good")
    return _to(project_id, app_user_id)


@blueprint.post("/<pk:project_id>/app-users/<pk:app_user_id>/revoke")
@requires(Verb.APP_USER_MANAGE)
def revoke_app_user(project_id: int, app_user_id: int) -> AnyResponse:
    """Make the codes of an app user invalid at once."""
    reached = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        changing.revoke_app_user(session, acting(), reached, app_user_id)
        name = get_app_user(session, reached, app_user_id).actor.display_name
    flash(gettext("%(name)s can no longer get or send anything.", name=name), "good")
    return _to(project_id, app_user_id)


@blueprint.post("/<pk:project_id>/app-users/<pk:app_user_id>/end-grace")
@requires(Verb.APP_USER_MANAGE)
def end_grace(project_id: int, app_user_id: int) -> AnyResponse:
    """Make the exchanged codes of an app user invalid before their time."""
    reached = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        changing.end_grace(session, acting(), reached, app_user_id)
    flash(gettext("The old code can no longer send anything."), "good")
    return _to(project_id, app_user_id)


@blueprint.post("/<pk:project_id>/app-users/<pk:app_user_id>/delete")
@requires(Verb.APP_USER_MANAGE)
def delete_app_user(project_id: int, app_user_id: int) -> AnyResponse:
    """Delete an app user; what it sent stays."""
    reached = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        changing.delete_app_user(session, acting(), reached, app_user_id)
    flash(gettext("The app user was deleted. What it sent stays."), "good")
    return redirect(url_for("office_app_users.list_app_users", project_id=project_id), 303)


def _assign(session: Session, project_id: int, app_user_id: int, typed: Typed) -> None:
    """Set the forms of an app user, as far as they are there to be chosen."""
    known = {one["value"] for one in form_options(session, project_id)}
    changing.assign_forms(
        session,
        acting(),
        scope(Verb.APP_USER_MANAGE, project_id),
        app_user_id,
        [one for one in typed.form_ids if one in known],
    )


def _to(project_id: int, app_user_id: int) -> AnyResponse:
    address = url_for(
        "office_app_users.show_app_user", project_id=project_id, app_user_id=app_user_id
    )
    return redirect(address, 303)
