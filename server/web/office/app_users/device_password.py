"""User name and password of an app user's phone: shown, given, exchanged, withdrawn.

Showing them is noted in the audit log, so that these pages write.
"""

from datetime import timedelta

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from qr.captioned import captioned_svg
from qr.poster_code import is_loopback
from server import clock
from server.domain.roles import Verb
from server.operations import device_password as giving
from server.operations.app_user_settings import (
    PhoneSettings,
    plan_codes,
    print_card,
    sign_in_settings,
)
from server.operations.create_app_user import AppUserWithToken
from server.operations.device_password import USUAL_GRACE, DevicePassword
from server.problems import NotFound
from server.web.auth import requires, scope
from server.web.downloads import send_bytes
from server.web.office.acting import acting
from server.web.office.app_users.blueprint import blueprint
from server.web.office.app_users.one import grace_of, grace_options
from server.web.office.frame import open_place, render_page
from server.web.state import state

_ADDRESS = "/<pk:project_id>/app-users/<pk:app_user_id>/password"


@blueprint.get(_ADDRESS)
@requires(Verb.APP_USER_MANAGE)
def show_password(project_id: int, app_user_id: int) -> Response:
    """Show with what the phone signs in; it is noted that it was shown."""
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.APP_USER_MANAGE)
        found, device = _load(session, project_id, app_user_id)
        shown = render_page(
            session,
            place,
            "app_users/password.html",
            page_title=gettext("User name and password"),
            breadcrumbs=_breadcrumbs(found),
            app_user_id=app_user_id,
            name=found.actor.display_name,
            is_active=found.token is not None,
            device=device,
            address=f"{state().settings.base_url}/v1/projects/{project_id}",
            is_test=is_loopback(state().settings.base_url),
            graces=grace_options(),
        )
    response = Response(shown, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post(_ADDRESS)
@requires(Verb.APP_USER_MANAGE)
def give_password(project_id: int, app_user_id: int) -> AnyResponse:
    """Give the phone a new password; an old one may still send for the days chosen."""
    days = grace_of(request.form.get("grace", str(USUAL_GRACE.days)))
    with state().store.writing() as session:
        giving.give_device_password(
            session,
            acting(),
            scope(Verb.APP_USER_MANAGE, project_id),
            state().tokens,
            app_user_id=app_user_id,
            grace=timedelta(days=days),
        )
    flash(gettext("There is a new password. Scan the code or type it into the phone."), "good")
    return _to(project_id, app_user_id)


@blueprint.post(f"{_ADDRESS}/withdraw")
@requires(Verb.APP_USER_MANAGE)
def withdraw_password(project_id: int, app_user_id: int) -> AnyResponse:
    """Make the password of the phone invalid at once; its settings code goes on working."""
    reached = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        giving.withdraw_device_password(session, acting(), reached, app_user_id)
    flash(gettext("The password was withdrawn. The settings code still works."), "good")
    return _to(project_id, app_user_id)


@blueprint.get(f"{_ADDRESS}/code.svg")
@requires(Verb.APP_USER_MANAGE)
def show_password_code(project_id: int, app_user_id: int) -> Response:
    """Show the settings code that holds user name and password."""
    phone = _phone(project_id, app_user_id)
    picture = captioned_svg(phone.text, is_test=phone.is_test)
    response = Response(picture, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get(f"{_ADDRESS}/card.pdf")
@requires(Verb.APP_USER_MANAGE)
def download_password_card(project_id: int, app_user_id: int) -> Response:
    """Give the card with the settings code that holds user name and password."""
    phone = _phone(project_id, app_user_id)
    card = print_card(phone, made_at=clock.now())
    return send_bytes(card, name=f"{phone.app_user}.pdf", content_type="application/pdf")


def _load(
    session: Session, project_id: int, app_user_id: int
) -> tuple[AppUserWithToken, DevicePassword | None]:
    reached = scope(Verb.APP_USER_MANAGE, project_id)
    return giving.show_device_password(session, acting(), reached, state().tokens, app_user_id)


def _phone(project_id: int, app_user_id: int) -> PhoneSettings:
    with state().store.writing() as session:
        found, device = _load(session, project_id, app_user_id)
        if device is None:
            raise NotFound
        codes = plan_codes(session, acting(), state().tokens, project_id, is_managed=True)
        base_url = state().settings.base_url
        return sign_in_settings(session, found, device, codes, public_base_url=base_url)


def _breadcrumbs(found: AppUserWithToken) -> list[dict[str, str]]:
    project_id, key = found.app_user.project_id, found.app_user.id
    every = url_for("office_app_users.list_app_users", project_id=project_id)
    one = url_for("office_app_users.show_app_user", project_id=project_id, app_user_id=key)
    return [
        {"label": gettext("App users"), "url": every},
        {"label": found.actor.display_name, "url": one},
    ]


def _to(project_id: int, app_user_id: int) -> AnyResponse:
    address = url_for(
        "office_app_users.show_password", project_id=project_id, app_user_id=app_user_id
    )
    return redirect(address, 303)
