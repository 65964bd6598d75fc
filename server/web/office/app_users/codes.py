"""Settings codes of app users: as SVG, as PNG, on a card to print. Each holds the token.

Showing one is noted in the audit log, so that these pages write.
"""

from flask import Response, request

from qr.captioned import captioned_png, captioned_svg
from server import clock
from server.domain.roles import Verb
from server.operations.app_user_settings import (
    PhoneSettings,
    phone_settings,
    plan_codes,
    print_card,
)
from server.operations.create_app_user import get_app_user
from server.web.auth import requires, scope
from server.web.downloads import send_bytes
from server.web.office.acting import acting
from server.web.office.app_users.blueprint import blueprint
from server.web.state import state

_ONE = "/<pk:project_id>/app-users/<pk:app_user_id>"
_SIMPLE = "simple"


@blueprint.get(f"{_ONE}/code.svg")
@requires(Verb.APP_USER_MANAGE)
def show_code(project_id: int, app_user_id: int) -> Response:
    """Show the settings code inside a page."""
    phone = _phone(project_id, app_user_id)
    picture = captioned_svg(phone.text, is_test=phone.is_test)
    response = Response(picture, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get(f"{_ONE}/code.png")
@requires(Verb.APP_USER_MANAGE)
def download_code(project_id: int, app_user_id: int) -> Response:
    """Give the settings code as a picture to save."""
    phone = _phone(project_id, app_user_id)
    picture = captioned_png(phone.text, is_test=phone.is_test)
    return send_bytes(picture, name=f"{phone.app_user}.png", content_type="image/png")


@blueprint.get(f"{_ONE}/card.pdf")
@requires(Verb.APP_USER_MANAGE)
def download_card(project_id: int, app_user_id: int) -> Response:
    """Give the card with the settings code to print."""
    phone = _phone(project_id, app_user_id)
    card = print_card(phone, made_at=clock.now())
    return send_bytes(card, name=f"{phone.app_user}.pdf", content_type="application/pdf")


def _phone(project_id: int, app_user_id: int) -> PhoneSettings:
    """Return the settings of a phone: managed, unless the address asks for the simple ones."""
    reached, by, tokens = scope(Verb.APP_USER_MANAGE, project_id), acting(), state().tokens
    is_managed = request.args.get("mode") != _SIMPLE
    with state().store.writing() as session:
        app_user = get_app_user(session, by, reached, tokens, app_user_id)
        codes = plan_codes(session, by, tokens, project_id, is_managed=is_managed)
        return phone_settings(session, app_user, codes, public_base_url=state().settings.base_url)
