"""Makers of test data: each calls the real operation and fills in the rest."""

import datetime as dt
import hashlib
import itertools
from functools import cache
from pathlib import Path

from sqlmodel import Session

import xlsforms
from server import clock
from server.domain.areas import AreaLevel
from server.domain.credit_code import make_credit_code
from server.domain.enterprise_facts import EnterpriseFacts
from server.keys import TokenBox
from server.operations.create_app_user import AppUserWithToken
from server.operations.create_app_user import create_app_user as create_app_user_
from server.operations.create_area import NewArea, create_area
from server.operations.create_campaign import CampaignPlan, create_campaign
from server.operations.create_park import create_park
from server.operations.create_posters import create_posters
from server.operations.create_project import create_project
from server.operations.write_enterprise import EnterpriseWrite, write_enterprise
from server.store.queries import posters
from server.store.queries.audits import By
from server.store.queries.posters import PosterFilter
from server.store.queries.scope import Scope
from server.store.tables.areas import Area, Park
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form, FormVersion
from xlsforms.compile import compile_workbook
from xlsforms.compiled_form import CompiledForm

ZONE = "Asia/Shanghai"
_FORMS = Path(xlsforms.__file__).parent / "forms"
_NUMBERS = itertools.count(1)


def by(actor_id: int | None = None) -> By:
    """Return who acts: an actor, or the server itself, now."""
    return By(actor_id, clock.now())


def project(session: Session, name: str = "临江县人社局") -> int:
    """Make a project and return its key."""
    made = create_project(session, by(), name=name)
    assert made.id is not None
    return made.id


def area(
    session: Session, project_id: int, name: str, *, below: Area | None = None, level: str = ""
) -> Area:
    """Make an area: at the top a county, below a county a township, below that a village."""
    usual = {None: "county", "county": "township", "township": "village"}
    chosen = level or usual[below.level if below else None]
    parent_id = below.id if below else None
    new = NewArea(name=name, level=AreaLevel(chosen), parent_id=parent_id)
    return create_area(session, by(), project_id, new)


def park(session: Session, project_id: int, name: str = "临江经济开发区") -> Park:
    """Make a park."""
    return create_park(session, by(), project_id, name=name)


def credit_code(number: int | None = None) -> str:
    """Return a valid credit code, another each time, or always the same for a number."""
    serial = next(_NUMBERS) if number is None else number
    return make_credit_code(f"91000000{serial:09d}")


def enterprise(
    session: Session,
    project_id: int,
    area_id: int,
    *,
    name: str = "",
    facts: EnterpriseFacts | None = None,
) -> Enterprise:
    """Make an enterprise of an area; without facts one with a credit code and 120 people."""
    number = next(_NUMBERS)
    usual = EnterpriseFacts(
        name=name or f"第{number}制造厂",
        area_id=area_id,
        uscc=make_credit_code(f"92000000{number:09d}"),
        headcount=120,
        headcount_on=dt.date(2026, 1, 1),
    )
    write = EnterpriseWrite(facts or usual)
    return write_enterprise(session, by(), project_id, write)


@cache
def compiled(name: str) -> CompiledForm:
    """Return a delivered form, compiled once for all tests: satisfaction or site_check."""
    data = (_FORMS / f"{name}.xlsx").read_bytes()
    return compile_workbook(data, file_name=f"{name}.xlsx")


def published_form(session: Session, project_id: int, form: CompiledForm) -> Form:
    """Store a form with one published version as its only one."""
    now = clock.now()
    made = Form(
        project_id=project_id,
        form_id=form.form_id,
        is_anonymous=form.is_anonymous,
        created_at=now,
    )
    session.add(made)
    session.flush()
    version = FormVersion(
        form_pk=made.id,
        version=form.version,
        title=form.title,
        xform=form.xform,
        md5=hashlib.md5(form.xform, usedforsecurity=False).hexdigest(),
        sha256=hashlib.sha256(form.xform).hexdigest(),
        is_anonymous=form.is_anonymous,
        entities_version=form.entities_version,
        created_at=now,
        published_at=now,
    )
    session.add(version)
    session.flush()
    made.current_version_id = version.id
    session.flush()
    return made


def survey_form(session: Session, project_id: int) -> Form:
    """Store the delivered satisfaction survey, published."""
    return published_form(session, project_id, compiled("satisfaction"))


def campaign(
    session: Session,
    project_id: int,
    *,
    survey_form_id: str = "satisfaction",
    days: tuple[int, int] = (-1, 30),
    area_ids: frozenset[int] = frozenset(),
    name: str = "2026年度和谐劳动关系评价",
) -> Campaign:
    """Make a campaign of a published form; `days`: first and last day, counted from today."""
    today = clock.day_in(ZONE)
    plan = CampaignPlan(
        name=name,
        survey_form_id=survey_form_id,
        opens_on=today + dt.timedelta(days=days[0]),
        closes_on=today + dt.timedelta(days=days[1]),
        poster_text="请用两分钟说说您的工作",
        contact="0000-1234567",
        area_ids=area_ids,
    )
    return create_campaign(session, by(), Scope(project_id), plan, zone=ZONE)


def poster(session: Session, made: Campaign, enterprise_id: int, *, place: str = "食堂") -> Poster:
    """Make the poster of an enterprise at a place."""
    scope = Scope(made.project_id)
    assert made.id is not None
    create_posters(
        session, by(), scope, campaign_id=made.id, enterprise_id=enterprise_id, place=place
    )
    wanted = PosterFilter(campaign_id=made.id, enterprise_id=enterprise_id)
    entries = posters.list_posters(session, scope, wanted, today=clock.day_in(ZONE))
    return next(entry.poster for entry in entries if entry.poster.place == place)


def app_user(
    session: Session,
    tokens: TokenBox,
    project_id: int,
    *,
    area_ids: frozenset[int] = frozenset(),
    display_name: str = "检查员一",
) -> AppUserWithToken:
    """Make an app user with its token, of some areas or (none) of the whole project."""
    return create_app_user_(
        session,
        by(),
        Scope(project_id),
        tokens,
        display_name=display_name,
        area_ids=area_ids,
    )
