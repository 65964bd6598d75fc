"""Every address that can be read, filled with what is in the county; new routes come by themselves.

`worlds_of` says what stands for each part of an address. A part that is not there makes the test
fail, so that whoever adds a route says here what fills it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask
from sqlmodel import Session, col, select
from werkzeug.routing import Rule

from server.store.tables.entities import Entity
from server.store.tables.findings import Finding
from server.store.tables.forms import Form, FormVersion
from server.store.tables.submissions import SubmissionVersion
from server.store.transaction import Store
from tests.system.county_of_answers import LARGE, SMALL, County
from tests.system.county_papers import FORM_FILE, PICTURE

World = Mapping[str, str]

NOT_READ = {
    "static": "files of the front end, the same for everybody",
    "central_sessions.restore_session": "the caller's own session",
    "office_entry.show_start": "a redirect to the office",
    "central_projects.refuse_project": "an error for addresses that name no project",
}
"""Routes that show nothing of a county, and why."""

QUERIES: Mapping[str, Sequence[str]] = {
    "office_results.list_results": (
        "sort=share",
        "sort=-share",
        "verdict=none",
        "verdict=too_small",
        "verdict=meets",
        "verdict=does_not_meet",
        "area={township}",
        "area={village}",
        "q=few",
    ),
    "office_results.show_counts": ("area={village}", "q=few"),
    "office_campaigns.show_campaign": ("answers=short", "area={village}", "area={sibling}"),
    "office_assessments.list_assessments": ("level=self&state=not_begun", "q=few"),
    "office_enterprises.list_enterprises": ("sort=-name", "q=few"),
    "central_releases.list_releases": ("limit=3&offset=2",),
    "central_enterprises.list_all": ("q=few",),
    "central_forms.list_forms": ("deleted=true",),
}
"""Further addresses of lists: every way to cut or order what might tell about few people."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address to read, and the route that answers it."""

    endpoint: str
    path: str


def readable_rules(app: Flask) -> tuple[Rule, ...]:
    """Return every rule that answers GET, but for those that show nothing of a county."""
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    return tuple(rule for rule in rules if rule.endpoint not in NOT_READ)


def worlds_of(
    store: Store, county: County, *, enterprises: Sequence[str] = (*SMALL, *LARGE)
) -> tuple[World, ...]:
    """Return sets of keys that belong together, the survey's first: enterprises, forms, papers."""
    places, checks = county.people.places, county.checks
    first = {
        "project_id": checks.project_id,
        "area_id": places.village_id,
        "campaign_id": checks.campaign_id,
        "enterprise_id": county.enterprise_ids[SMALL[0]],
        "subject_id": county.enterprise_ids[SMALL[0]],
        "poster_id": 1,
        "code": county.codes[SMALL[1]],
        "user_id": county.people.viewer.id,
        "app_user_id": county.people.app_user.id,
        "actor_id": county.people.app_user.id,
        "project": "x",
        "role": "app-user",
        "role_id": 1,
        "name": "viewer",
        "extension": "xlsx",
        "list_name": "enterprises",
        "preview_id": 1,
        "park_id": 1,
        "job_id": 1,
        "token": "x",
        "slug": "made",
        "scheme_version": "1",
        "evaluation_id": 1,
        "assignment_id": 1,
        "scheme_id": 1,
        "level": "self",
        "what": "titles",
        "file_id": 1,
        "batch_id": 1,
        "test_id": 1,
        "draft_token": _draft_token(store),
        "payload_id": 1,
    }
    with store.reading() as session:
        enterprise_id = county.enterprise_ids[SMALL[0]]
        first["uuid"] = session.get_one(Entity, enterprise_id).uuid
        papers = [*_forms(session, checks.project_id), _check(session, county)]
        first["finding_id"] = session.exec(select(Finding.id)).one()
    others = [{"enterprise_id": county.enterprise_ids[name]} for name in enterprises]
    further = {
        "area_id": places.township_id,
        "preview_id": 2,
        "poster_id": 4,
        "code": county.codes[LARGE[0]],
        "name": "viewer",
    }
    titles, points = (
        {"preview_id": 3, "slug": "chengdu"},
        {"preview_id": 4, "what": "records", "level": "county"},
    )
    phones = {"preview_id": 5}
    more = (further, titles, points, phones)
    survey = _survey_first(papers)
    worlds = ({**first, **survey[0], **one} for one in (survey[0], *others, *survey[1:], *more))
    return tuple({name: str(value) for name, value in world.items()} for world in worlds)


def addresses(app: Flask, worlds: Sequence[World], county: County) -> tuple[Address, ...]:
    """Return every address that the worlds fill, each once."""
    found: dict[str, Address] = {}
    for rule in readable_rules(app):
        for path in [filled(rule, world) for world in worlds if rule.arguments <= set(world)]:
            found[path] = Address(rule.endpoint, path)
            for query in QUERIES.get(rule.endpoint, ()):
                longer = f"{path}?{_with_areas(query, county)}"
                found[longer] = Address(rule.endpoint, longer)
    return tuple(found.values())


def unfilled(app: Flask, worlds: Sequence[World]) -> dict[str, set[str]]:
    """Return the parts of addresses that nothing is given for, by route."""
    known = set(worlds[0])
    return {
        rule.endpoint: set(rule.arguments) - known
        for rule in readable_rules(app)
        if not rule.arguments <= known
    }


def filled(rule: Rule, world: World) -> str:
    """Return an address of a rule."""
    path = rule.rule
    for name in rule.arguments:
        path = re.sub(rf"<[^<>]*\b{name}>", quote(world[name], safe=""), path)
    return path


def _with_areas(query: str, county: County) -> str:
    places = county.people.places
    return query.format(
        township=places.township_id, village=places.village_id, sibling=places.sibling_id
    )


def _draft_token(store: Store) -> str | None:
    """Return the token of the only draft that phones may try."""
    with store.reading() as session:
        asked = select(FormVersion.draft_token).where(col(FormVersion.draft_token).is_not(None))
        return session.exec(asked).first()


def _forms(session: Session, project_id: int) -> list[dict[str, object]]:
    statement = (
        select(Form, FormVersion)
        .where(Form.project_id == project_id, FormVersion.id == Form.current_version_id)
        .order_by(col(Form.form_id))
    )
    return [
        {
            "form_id": form.form_id,
            "form_pk": form.id,
            "version": version.version,
            "version_id": version.id,
            "md5": version.md5,
            "name": FORM_FILE,
            "submission_id": 0,
            "instance_id": "uuid:none",
            "version_instance_id": "uuid:none",
        }
        for form, version in session.exec(statement).all()
    ]


def _survey_first(papers: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(papers, key=lambda one: one["form_id"] != "satisfaction")


def _check(session: Session, county: County) -> dict[str, object]:
    version = session.get_one(SubmissionVersion, county.check.version_id)
    return {
        "form_id": "site_check",
        "submission_id": county.check.submission_id,
        "version_id": county.check.version_id,
        "instance_id": version.instance_id,
        "version_instance_id": version.instance_id,
        "name": PICTURE,
    }
