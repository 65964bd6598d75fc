"""Passwords of app users' phones, for ODK Collect with user name and password; ours alone."""

from datetime import timedelta

from flask import Blueprint, Response

from server.domain.access import Verb
from server.operations.device_password import (
    DevicePassword,
    give_device_password,
    show_device_password,
    withdraw_device_password,
)
from server.problems import NotFound
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer, success
from server.web.central.app_user_schemas import RotateBody
from server.web.central.json_body import read_body
from server.web.central.wire import AnswerBody
from server.web.state import state

blueprint = Blueprint("central_device_passwords", __name__)


class DevicePasswordAnswer(AnswerBody):
    """With what a phone signs in, and where."""

    server_url: str
    username: str
    password: str


@blueprint.get("/app-users/<pk:app_user_id>/password")
@requires(Verb.APP_USER_MANAGE)
def show_password(project_id: int, app_user_id: int) -> Response:
    """Show with what the phone of an app user signs in, and note that it was shown."""
    where = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        _, device = show_device_password(session, acting(), where, state().tokens, app_user_id)
    if device is None:
        raise NotFound
    return _private(project_id, device)


@blueprint.post("/app-users/<pk:app_user_id>/password")
@requires(Verb.APP_USER_MANAGE)
def post_password(project_id: int, app_user_id: int) -> Response:
    """Give the phone of an app user a new password; an old one may still send for the grace."""
    body = read_body(RotateBody)
    with state().store.writing() as session:
        device = give_device_password(
            session,
            acting(),
            scope(Verb.APP_USER_MANAGE, project_id),
            state().tokens,
            app_user_id=app_user_id,
            grace=timedelta(seconds=body.grace_seconds),
        )
    return _private(project_id, device)


@blueprint.delete("/app-users/<pk:app_user_id>/password")
@requires(Verb.APP_USER_MANAGE)
def delete_password(project_id: int, app_user_id: int) -> Response:
    """Make the password of an app user's phone invalid at once; its token stays."""
    where = scope(Verb.APP_USER_MANAGE, project_id)
    with state().store.writing() as session:
        withdraw_device_password(session, acting(), where, app_user_id)
    return success()


def _private(project_id: int, device: DevicePassword) -> Response:
    body = DevicePasswordAnswer(
        server_url=f"{state().settings.base_url}/v1/projects/{project_id}",
        username=device.user_name,
        password=device.password,
    )
    response = answer(body)
    response.headers["Cache-Control"] = "no-store"
    return response
