"""What an evaluation leaves in the county: a scheme, points by hand, an import, two previews."""

import io

from server.app import create_app
from server.operations.job_context import JobContext
from server.operations.upload_scheme import upload_scheme
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.queries import schemes
from server.store.row_key import stored
from server.store.tables.enterprises import Enterprise
from server.store.transaction import Store
from tests.evaluated import HALL, PLEASED, SIGNED, by, table, upload_of
from tests.finding_forms import add_finding
from tests.people import People
from tests.schemes import given_papers
from tests.site_checks import Checks
from tests.web.office_browser import browser
from tests.web.rights_county import evaluation_of


def add_points(
    settings: Settings, people: People, store: Store, checks: Checks, enterprise_id: int
) -> None:
    """Store an evaluation, a draft, a file, an import, a finding, previews of titles and points."""
    context = JobContext(store, BlobStore(settings.blob_dir), settings)
    table_now = table(SIGNED, PLEASED, quota="2", quota_by="township")
    evaluation_of(context, checks, enterprise_id, table_now)
    draft = upload_of(context, table(SIGNED, PLEASED, HALL, version="2"))
    with store.writing() as session:
        upload_scheme(session, by(), checks.project_id, draft)
        scheme = schemes.get_scheme(session, checks.project_id, "made")
        version = schemes.find_published(session, stored(scheme.id))
        assert version is not None
        given_papers(
            session,
            context.blobs,
            enterprise_id,
            campaign_id=checks.campaign_id,
            version_id=stored(version.id),
        )
        area_id = session.get_one(Enterprise, enterprise_id).area_id
        add_finding(session, checks.project_id, enterprise_id, area_id)
    _preview(settings, people, checks, stored(scheme.id))


def _preview(settings: Settings, people: People, checks: Checks, scheme_id: int) -> None:
    app = create_app(settings)
    base = f"/office/{checks.project_id}"
    points = f"{base}/campaigns/{checks.campaign_id}/assessments/{scheme_id}/spreadsheet"
    try:
        client = browser(app, people.county_office)
        for address, table in (
            (f"{base}/titles/import", "credit code,title,since\n"),
            (points, "credit code\n"),
        ):
            file = (io.BytesIO(table.encode()), "table.csv")
            answer = client.post(address, data={"file": file, "level": "self"})
            assert answer.status_code == 303, answer.text
    finally:
        app.extensions["concord"].counters.dispose()
        app.extensions["concord"].store.dispose()
