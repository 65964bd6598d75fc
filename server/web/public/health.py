"""Whether web, database and migrations are ready."""

from flask import Blueprint, Response, jsonify

from server.problems import ServerBusy
from server.store.revision import is_current
from server.web.auth import open_to_all
from server.web.state import state

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@open_to_all
def show_health() -> Response:
    """Answer 200 when the database answers and is migrated; else 503."""
    store = state().store
    if not store.is_ready() or not is_current(store):
        raise ServerBusy
    return jsonify({"status": "ok"})
