"""When a phone was last seen, and which forms it has fetched: noted after its answer has left.

At most one write in five minutes of a phone, and one for a version that it fetches; a request that
finds nothing to note costs nothing. What is lost when the server is busy, the next sync tells.
"""

from collections.abc import Callable

from flask import Blueprint, Response, g, request
from sqlmodel import Session

from server import clock
from server.logs import log
from server.problems import Problem
from server.store.queries import fetched_forms
from server.store.queries.intake import NOTE_USE_EVERY, note_use
from server.store.queries.offered_forms import PublishedVersion
from server.web.auth import caller
from server.web.openrosa.phone_callers import app_user_id
from server.web.state import state


def note_phones(blueprint: Blueprint) -> None:
    """Have the use of phones noted at all routes of a blueprint."""
    blueprint.after_request(_note_seen)


def note_fetch(session: Session, response: Response, version: PublishedVersion) -> None:
    """Note, when its answer has left, that a phone has fetched this version of a form."""
    phone, now = app_user_id(), clock.now()
    if phone is None or request.method != "GET":
        return
    fetched = {"form_pk": version.form_pk, "version_id": version.id}
    if fetched_forms.is_noted(session, phone, **fetched, since=now - NOTE_USE_EVERY):
        return
    _write_after(response, lambda later: fetched_forms.note_fetch(later, phone, **fetched, now=now))


def _note_seen(response: Response) -> Response:
    # A request may have been refused before anybody looked who calls.
    app_user = caller().app_user if "caller" in g else None
    if app_user is None:
        return response
    phone, seen, now = app_user.app_user_id, app_user.last_used_at, clock.now()
    if seen is None or now - seen >= NOTE_USE_EVERY:
        _write_after(response, lambda later: note_use(later, phone, now))
    return response


def _write_after(response: Response, work: Callable[[Session], None]) -> None:
    """Write something short once the answer is on its way: no phone waits for it."""
    store = state().store

    def write() -> None:
        try:
            store.write(work)
        except Problem as problem:
            log.warning("phone_use_not_noted", problem=problem.slug)

    response.call_on_close(write)
