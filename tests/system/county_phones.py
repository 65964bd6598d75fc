"""What phones leave in the county: passwords, the app, a draft that was tried, the quarantine."""

import io

from flask.testing import FlaskClient
from sqlmodel import select

from server.app import create_app
from server.operations.job_context import JobContext
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.tables.forms import FormVersion
from server.store.transaction import Store
from tests.people import People
from tests.site_checks import Checks
from tests.system.county_papers import FORM_FILE, PICTURE
from tests.web import openrosa_data
from tests.web.office_browser import browser
from tests.web.office_checks import Sent, picture
from tests.web.test_collect_app import apk
from tests.web.test_office_quarantine import other_xml, set_aside

_PHONES = "name\nInspector\n"
_TRIED = (
    b'<data id="visit" version="1"><gate>open</gate>'
    b"<meta><instanceID>uuid:tried</instanceID></meta></data>"
)


def add_phones(
    settings: Settings, people: People, store: Store, checks: Checks, check: Sent
) -> None:
    """Store passwords, Collect's app, a preview of app users, a try of a draft, a refused file."""
    app = create_app(settings)
    try:
        base = f"/office/{people.places.project_id}"
        _add_app(browser(app, people.administrator), base)
        _use_office(browser(app, people.county_office), base, people.app_user.id)
        _try_draft(app.test_client(), people.places.project_id, _draft_token(store))
    finally:
        app.extensions["concord"].counters.dispose()
        app.extensions["concord"].store.dispose()
    context = JobContext(store, BlobStore(settings.blob_dir), settings)
    other = other_xml(context, checks, check.version_id, "7")
    set_aside(context, checks, other, files={PICTURE: picture()})


def _add_app(client: FlaskClient, base: str) -> None:
    file = (io.BytesIO(apk()), "collect.apk")
    _post(client, f"{base}/collect-app", {"file": file})
    _post(client, f"{base}/collect-app/offer", {"offered": "1"})


def _use_office(client: FlaskClient, base: str, app_user_id: int) -> None:
    _post(client, f"{base}/app-users/{app_user_id}/password", {})
    file = (io.BytesIO(_PHONES.encode()), "phones.csv")
    _post(client, f"{base}/app-users/import", {"file": file})
    assert client.get(f"{base}/app-users/admin-password").status_code == 200


def _post(client: FlaskClient, address: str, data: dict[str, object]) -> None:
    answer = client.post(address, data=data)
    assert answer.status_code == 303, answer.text


def _draft_token(store: Store) -> str:
    with store.reading() as session:
        tokens = session.exec(select(FormVersion.draft_token)).all()
    return next(one for one in tokens if one is not None)


def _try_draft(client: FlaskClient, project_id: int, token: str) -> None:
    body, kind = openrosa_data.multipart_body(_TRIED, {FORM_FILE: picture()})
    address = f"/v1/test/{token}/projects/{project_id}/forms/visit/draft/submission"
    answer = client.post(address, data=body, content_type=kind)
    assert answer.status_code == 201, answer.text
