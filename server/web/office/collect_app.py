"""Collect's APK on this server: put there by an administrator, and offered to anybody, or not."""

from collections.abc import Iterator, Mapping
from typing import IO, BinaryIO, cast

from flask import Blueprint, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from qr.poster_code import is_loopback
from server.domain.roles import Verb
from server.operations.app_user_settings import APP_PATH
from server.operations.collect_app import keep_collect_app, offer_collect_app, read_package
from server.problems import UnexpectedValue
from server.store.queries import collect_apps
from server.web.auth import requires
from server.web.body_limits import takes_apk
from server.web.office.acting import acting
from server.web.office.form_errors import done, error_at
from server.web.office.frame import open_place, page_answer, render_page
from server.web.state import state

blueprint = Blueprint("office_collect_app", __name__)

_FIELD = "file"
_NOTHING: Mapping[str, str] = {}
_CHUNK = 1 << 18


@blueprint.get("/<pk:project_id>/collect-app")
@requires(Verb.SERVER_CHANGE)
def show_app(project_id: int) -> str:
    """Show the APK that is on the server, and whether anybody may download it."""
    with state().store.reading() as session:
        return _page(session, project_id)


@blueprint.post("/<pk:project_id>/collect-app")
@requires(Verb.SERVER_CHANGE)
@takes_apk
def upload_app(project_id: int) -> AnyResponse:
    """Keep an APK, if it is one of Collect; it is not offered by that."""
    sent = request.files.get(_FIELD)
    if sent is None or not sent.filename:
        return _refuse(project_id, {_FIELD: gettext("Choose an APK file.")})
    with state().blobs.incoming() as incoming:
        ref = incoming.add(_chunks(sent.stream))
        try:
            package = read_package(cast("BinaryIO", sent.stream))
        except UnexpectedValue as problem:
            return _refuse(project_id, error_at(problem, {"file": _FIELD}))
        incoming.keep()
    with state().store.writing() as session:
        keep_collect_app(session, acting(), ref, package=package, file_name=sent.filename)
    return done(gettext("The APK was put on the server."), _url(project_id))


@blueprint.post("/<pk:project_id>/collect-app/offer")
@requires(Verb.SERVER_CHANGE)
def offer_app(project_id: int) -> AnyResponse:
    """Let anybody download the APK, or nobody any more."""
    is_offered = request.form.get("offered") == "1"
    with state().store.writing() as session:
        offer_collect_app(session, acting(), is_offered=is_offered)
    if is_offered:
        return done(gettext("Anybody can download Collect from this server now."), _url(project_id))
    return done(gettext("Nobody can download Collect from this server any more."), _url(project_id))


def _refuse(project_id: int, errors: Mapping[str, str]) -> AnyResponse:
    with state().store.reading() as session:
        return page_answer(_page(session, project_id, errors), 422)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Give the file piece by piece: it is as large as a hundred photos."""
    while piece := stream.read(_CHUNK):
        yield piece


def _page(session: Session, project_id: int, errors: Mapping[str, str] = _NOTHING) -> str:
    settings = state().settings
    return render_page(
        session,
        open_place(session, project_id, Verb.SERVER_CHANGE),
        "collect_app/office.html",
        page_title=gettext("Collect for phones"),
        field=_FIELD,
        errors=errors,
        app=collect_apps.find_newest(session),
        address=settings.base_url + APP_PATH,
        code_url=url_for("collect_app.show_app_code"),
        is_test=is_loopback(settings.base_url),
        most=settings.max_apk_bytes // 1_000_000,
    )


def _url(project_id: int) -> str:
    return url_for("office_collect_app.show_app", project_id=project_id)
