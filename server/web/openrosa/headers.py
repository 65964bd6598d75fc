"""What every OpenRosa answer says in its headers, errors included."""

from flask import Blueprint, Response, request

from server.i18n import choose_locale
from server.web.phone_requests import is_phone_request
from server.web.state import state
from server.web.wire_format import WireFormat, wire_format

blueprint = Blueprint("openrosa_headers", __name__)


@blueprint.after_app_request
def write_headers(response: Response) -> Response:
    """Add the headers of OpenRosa 1.0 to answers under its addresses; Collect insists on them."""
    if wire_format(request.path, is_phone=is_phone_request()) is WireFormat.OPENROSA:
        headers, settings = response.headers, state().settings
        locale = choose_locale(settings.default_locale)
        headers["X-OpenRosa-Version"] = "1.0"
        headers["X-OpenRosa-Accept-Content-Length"] = str(settings.accept_content_length)
        headers["Content-Language"] = locale.replace("_", "-")
    return response
