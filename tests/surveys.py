"""A survey in the field: the delivered form, a campaign, enterprises with posters, and answers."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from qr.poster_code import new_code
from server import clock
from server.operations.create_project import create_project
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity, EntityList
from server.store.tables.forms import Form, FormVersion
from server.store.transaction import Store
from tests.people import add_area
from xlsforms.compile import compile_workbook
from xlsforms.compiled_form import CompiledForm

ZONE = "Asia/Shanghai"
FORMS = Path(__file__).resolve().parents[1] / "xlsforms/forms"
ITEMS = (
    "/work/pay",
    "/work/social_insurance",
    "/work/rest",
    "/workplace/environment",
    "/workplace/training",
    "/workplace/labour_conditions",
    "/voice/democracy",
    "/voice/care",
    "/voice/overall",
)


@dataclass(frozen=True, slots=True)
class Survey:
    """A project with an open campaign, and the enterprises in it with their posters."""

    project_id: int
    area_id: int
    campaign_id: int
    form_pk: int
    form_version_id: int
    enterprise_ids: tuple[int, ...]
    codes: tuple[str, ...] = field(default=())

    @property
    def code(self) -> str:
        """The poster of the first enterprise."""
        return self.codes[0]


@lru_cache(maxsize=4)
def delivered_form(name: str) -> CompiledForm:
    """Return a delivered form, compiled once."""
    return compile_workbook((FORMS / f"{name}.xlsx").read_bytes(), file_name=f"{name}.xlsx")


def make_survey(
    store: Store,
    *,
    enterprises: int = 1,
    headcount: int | None = 40,
    form: CompiledForm | None = None,
) -> Survey:
    """Store an open campaign of the satisfaction survey with one poster an enterprise."""
    today = clock.day_in(ZONE)
    with store.writing() as session:
        project_id = stored(create_project(session, By(None, clock.now()), name="County").id)
        area_id = add_area(session, project_id, "County")
        form_pk, version_id = add_form(session, project_id, form or delivered_form("satisfaction"))
        campaign_id = add_campaign(session, project_id, form_pk, today - timedelta(days=3))
        made = tuple(
            add_enterprise(session, project_id, area_id, f"Works {n}", headcount=headcount)
            for n in range(enterprises)
        )
        codes = tuple(add_poster(session, project_id, campaign_id, one) for one in made)
    return Survey(project_id, area_id, campaign_id, form_pk, version_id, made, codes)


def add_form(session: Session, project_id: int, form: CompiledForm) -> tuple[int, int]:
    """Store a published form; return the keys of form and version."""
    now = clock.now()
    row = Form(
        project_id=project_id,
        form_id=form.form_id,
        is_anonymous=form.is_anonymous,
        created_at=now,
    )
    session.add(row)
    session.flush()
    version = FormVersion(
        form_pk=stored(row.id),
        version=form.version,
        title=form.title,
        xform=form.xform,
        md5=form.md5,
        sha256=form.sha256,
        is_anonymous=form.is_anonymous,
        created_at=now,
        published_at=now,
    )
    session.add(version)
    session.flush()
    row.current_version_id = version.id
    session.flush()
    return stored(row.id), stored(version.id)


def add_campaign(
    session: Session, project_id: int, form_pk: int, opens_on: date, *, days: int = 30
) -> int:
    """Store a campaign over the whole project."""
    campaign = Campaign(
        project_id=project_id,
        name="2026 evaluation",
        survey_form_pk=form_pk,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=days),
        contact="0000-000000",
        created_at=clock.now(),
    )
    session.add(campaign)
    session.flush()
    return stored(campaign.id)


def add_enterprise(
    session: Session,
    project_id: int,
    area_id: int,
    name: str,
    *,
    headcount: int | None = 40,
    uscc: str | None = None,
) -> int:
    """Store an enterprise with its entity."""
    now = clock.now()
    found = session.connection().execute(
        EntityList.__table__.select().where(EntityList.__table__.c.project_id == project_id)
    )
    list_id = found.first().id
    entity = Entity(
        entity_list_id=list_id,
        uuid=f"{secrets.token_hex(4)}-0000-4000-8000-{secrets.token_hex(6)}",
        area_id=area_id,
        label=name,
        created_at=now,
    )
    session.add(entity)
    session.flush()
    enterprise = Enterprise(
        id=stored(entity.id),
        project_id=project_id,
        name=name,
        uscc=uscc,
        area_id=area_id,
        headcount=headcount,
        headcount_on=date(2026, 1, 1),
        created_at=now,
    )
    session.add(enterprise)
    session.flush()
    return stored(entity.id)


def add_poster(session: Session, project_id: int, campaign_id: int, enterprise_id: int) -> str:
    """Store a poster and return its code."""
    code = new_code(secrets.token_bytes(8))
    session.add(
        Poster(
            project_id=project_id,
            campaign_id=campaign_id,
            enterprise_id=enterprise_id,
            code=code,
            created_at=clock.now(),
        )
    )
    session.flush()
    return code


def good_answers(choice: str = "4", **changes: str | list[str]) -> dict[str, str | list[str]]:
    """Return answers to every required question, by path; changes by the last part of the path."""
    answers: dict[str, str | list[str]] = dict.fromkeys(ITEMS, choice)
    places = {path.rpartition("/")[2]: path for path in ITEMS}
    for name, value in changes.items():
        answers[places.get(name, f"/wishes/{name}")] = value
    return answers


def opened_start(response: TestResponse) -> str:
    """Return the start token of a page."""
    match = re.search(r'name="start" value="([^"]+)"', response.text)
    assert match is not None, response.text
    return unescape(match[1])


def answer_page(
    client: FlaskClient, code: str, answers: dict[str, str | list[str]]
) -> TestResponse:
    """Open the page of a poster and send answers from it."""
    opened = client.get(f"/q/{code}")
    assert opened.status_code == 200, opened.text
    return client.post(f"/q/{code}", data={"start": opened_start(opened), **answers})
