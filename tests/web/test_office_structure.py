"""Every page of the office has the same structure, in both languages, with nothing inline."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.routing import Rule

from server import clock
from server.keys import TokenBox
from server.operations.upload_draft import copy_published
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.row_key import stored
from server.store.tables.draft_tests import DraftSubmission
from server.store.tables.enterprises import ImportPreview
from server.store.tables.entities import Entity
from server.store.tables.forms import Form
from server.store.tables.jobs import Job
from server.store.tables.submissions import RejectedPayload
from server.store.transaction import Store
from tests import factories
from tests.finding_forms import add_finding
from tests.people import People
from tests.schemes import used_scheme
from tests.web.office_browser import browser

_NEEDS_SUBMISSION = {"submission_id", "instance_id"}
"""Pages of site checks are opened by the tests of site checks."""
_PREVIEWS = {
    "office_areas": "areas",
    "office_app_users": "app_users",
    "office_records": "records",
    "office_assessments": "points",
}
_FILES = {"version_id", "name", "file_id", "batch_id"}
# A ranking has a page only where a scheme has a quota or a floor.
_NO_PAGES = {
    "office_login.show_login",
    "office_assessments.show_newest",
    "office_entry.show_start",
    "office_evaluations.show_ranking",
    "office_entry.show_first_project",
}
_NOT_HTML = re.compile(
    r"/(part|running|count|counts|result|sample|template|workbook|pdf|xml)$"
    r"|/(evaluations/\w+|findings)/spreadsheet$|\.(pdf|png|svg)$"
)
_HANDLER = re.compile(r"on[a-z]+")
_TITLE = re.compile(r"\S[^·]*( · [^·]+)? · (和合|Concord)")


class _Reader(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._in and self._in[-1] == "title":
            self.title += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture
def things(store: Store, settings: Settings, people: People, app: Flask) -> dict[str, object]:
    """Give one thing of each kind: what the addresses of pages ask for."""
    places, by = people.places, people.administrator.id
    with store.writing() as session:
        form = factories.survey_form(session, places.project_id)
        campaign = factories.campaign(session, places.project_id)
        enterprise = factories.enterprise(session, places.project_id, places.village_id)
        poster = factories.poster(session, campaign, enterprise.id)
        tokens = TokenBox(settings.secret_key)
        phone = factories.app_user(session, tokens, places.project_id)
        job = Job(
            project_id=places.project_id,
            requested_by=by,
            kind="compare_versions",
            title="1 → 2",
            state="running",
            parameters={"campaignId": campaign.id, "verb": "evaluation.read", "areaIds": None},
            created_at=clock.now(),
        )
        session.add(job)
        session.flush()
        payload = refused_payload(places.project_id, form.form_id, settings)
        tried = tried_draft(session, form)
        session.add_all((payload, tried))
        session.flush()
        used = used_scheme(session, places.project_id, stored(campaign.id))
        found = {
            "project_id": places.project_id,
            "area_id": places.township_id,
            "enterprise_id": enterprise.id,
            "campaign_id": campaign.id,
            "poster_id": poster.id,
            "user_id": people.viewer.id,
            "form_id": form.form_id,
            "job_id": job.id,
            "app_user_id": phone.app_user.id,
            "scheme_id": used.scheme_id,
            "slug": "small",
            "payload_id": payload.id,
            "test_id": tried.id,
            "finding_id": add_finding(session, places.project_id, enterprise.id, places.village_id),
            "level": "self",
            "what": "records",
            "list_name": "enterprises",
            "uuid": session.get_one(Entity, enterprise.id).uuid,
        }
        points = f"campaigns/{campaign.id}/assessments/{used.scheme_id}/spreadsheet"
    return {**found, **_previews(app, people, store, points)}


def tried_draft(session: Session, form: Form) -> DraftSubmission:
    """Return what a phone sent to try the draft of a published form."""
    version = copy_published(session, factories.by(), form)
    return DraftSubmission(
        form_version_id=stored(version.id),
        instance_id="uuid:1",
        version=version.version,
        xml=b'<data id="satisfaction"/>',
        received_at=clock.now(),
    )


def refused_payload(project_id: int, form_id: str, settings: Settings) -> RejectedPayload:
    """Return something for the quarantine, whose XML is stored."""
    xml = BlobStore(settings.blob_dir).put(b'<data id="satisfaction"><name>x</name></data>')
    return RejectedPayload(
        project_id=project_id,
        form_id=form_id,
        reason="edit-out-of-date",
        deprecated_id="uuid:1",
        xml_sha256=xml.sha256,
        received_at=clock.now(),
        last_sent_at=clock.now(),
    )


def _previews(app: Flask, people: People, store: Store, points: str) -> dict[str, object]:
    client = browser(app, people.administrator)
    table = "name,area,level\nOne works,First village,village\nTwo works,Nowhere,planet\n"
    for kind in ("imports", "areas/import", "app-users/import", "records/import", points):
        file = (io.BytesIO(table.encode()), "table.csv")
        client.post(
            f"/office/{people.places.project_id}/{kind}",
            data={"file": file, "kind": "insurance", "level": "self"},
        )
    with store.reading() as session:
        return {f"preview_id:{one.kind}": one.id for one in _all(session)}


def _all(session: Session) -> Iterator[ImportPreview]:
    yield from session.exec(select(ImportPreview))


def _address(app: Flask, rule: Rule, things: dict[str, object]) -> str:
    kind = _PREVIEWS.get(rule.endpoint.partition(".")[0], "register")
    known = {**things, "preview_id": things[f"preview_id:{kind}"]}
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})


def _pages(app: Flask) -> list[Rule]:
    """Return the rules of pages; files and what needs a site check are left out."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("office_")
        and rule.endpoint not in _NO_PAGES
        and "GET" in (rule.methods or set())
        and not rule.arguments & (_NEEDS_SUBMISSION | _FILES)
        and not _NOT_HTML.search(rule.rule)
    ]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_has_the_same_structure(
    app: Flask, people: People, things: dict[str, object], language: str
) -> None:
    client = browser(app, people.administrator, language=language)
    rules = _pages(app)
    assert len(rules) > 25

    wrong = {
        rule.rule: faults
        for rule in rules
        if (faults := list(_faults(client, _address(app, rule, things), language)))
    }

    assert wrong == {}


def _faults(client: FlaskClient, address: str, language: str) -> Iterator[str]:
    answer = client.get(address)
    if answer.status_code != 200:
        yield f"status {answer.status_code}"
        return
    page = _Reader()
    page.feed(answer.text)
    if page.count("h1") != 1:
        yield f"{page.count('h1')} h1"
    if page.count("main") != 1:
        yield f"{page.count('main')} main"
    names = [attributes.get("aria-label") for tag, attributes in page.tags if tag == "nav"]
    if len(names) < 2 or None in names:
        yield f"navigation without a name: {names}"
    if not _TITLE.fullmatch(page.title.strip()):
        yield f"title {page.title!r}"
    languages = [attributes.get("lang") for tag, attributes in page.tags if tag == "html"]
    if languages != [language.replace("_", "-")]:
        yield f"lang {languages}"
    yield from _inline(page)


def _inline(page: _Reader) -> Iterator[str]:
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    doubled = {one for one in ids if ids.count(one) > 1}
    if doubled:
        yield f"ids twice: {doubled}"
    for tag, attributes in page.tags:
        if "style" in attributes or tag == "style":
            yield f"inline style at {tag}"
        if any(_HANDLER.fullmatch(name) for name in attributes):
            yield f"inline handler at {tag}"
        is_data = attributes.get("type") == "application/json"
        if tag == "script" and not is_data and "nonce" not in attributes:
            yield "script without nonce"
        if tag == "img" and "alt" not in attributes:
            yield "picture without a text"
