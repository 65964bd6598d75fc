"""Collect for phones without an app store: a page, its QR code, and the APK itself.

Open to anybody once an administrator has said so; until then it is as if it were not there.
"""

from flask import Blueprint, Response
from flask_babel import gettext

from qr.image import QrLevel, qr_svg
from server.operations.app_user_settings import APP_PATH
from server.problems import NotFound
from server.store.queries import collect_apps
from server.store.tables.app_users import CollectApp
from server.web.auth import open_unseen
from server.web.downloads import send_blob
from server.web.office.plain_page import render_plain
from server.web.state import state

blueprint = Blueprint("collect_app", __name__)

_APK = "application/vnd.android.package-archive"


@blueprint.get(APP_PATH)
@open_unseen
def show_app() -> str:
    """Show where to get Collect, how to install it, and what its bytes must hash to."""
    app = _offered()
    return render_plain(
        "collect_app/download.html",
        page_title=gettext("ODK Collect for Android"),
        app=app,
        address=_address(),
    )


@blueprint.get(f"{APP_PATH}/collect.apk")
@open_unseen
def download_app() -> Response:
    """Send the APK."""
    return send_blob(_offered().blob_sha256, name="collect.apk", content_type=_APK)


@blueprint.get(f"{APP_PATH}/code.svg")
@open_unseen
def show_app_code() -> Response:
    """Show the address of the page as a QR code."""
    _offered()
    return Response(qr_svg(_address(), level=QrLevel.M), content_type="image/svg+xml")


def _address() -> str:
    return state().settings.base_url + APP_PATH


def _offered() -> CollectApp:
    """Return the APK that anybody may download; raises NotFound."""
    with state().store.reading() as session:
        found = collect_apps.find_offered(session)
    if found is None:
        raise NotFound
    return found
