"""Who may what where, on every route of the application: role × route × place.

Routes come from the application, so that a new one is held to the same: what lies in a foreign
place is answered exactly as if it were not there, and whoever lacks the verb is refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import func, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from server.domain.access import Grant, may_somewhere
from server.domain.roles import ROLE_VERBS, Role
from server.settings import Settings
from server.store.tables.audits import Audit
from server.store.transaction import Store
from server.web.auth import rule_of
from tests.people import People, Person
from tests.web.rights_bodies import BODIES
from tests.web.rights_county import RightsCounty, World, make_rights_county

PLACED = frozenset(
    {
        "enterprise_id",
        "poster_id",
        "submission_id",
        "instance_id",
        "payload_id",
        "app_user_id",
        "actor_id",
        "subject_id",
        "uuid",
    }
    | {"job_id", "evaluation_id", "file_id", "batch_id", "finding_id"}
)
"""Parts of addresses that name something in an area, or of somebody."""
NEVER_THERE = {
    "central_jobs.show_result": "the job of this test has no file",
    "office_jobs.download_result": "the same",
    "office_submissions.download_bundle": "the submission of this test is not encrypted",
    "office_evaluations.show_comparison": "the job of this test prints posters",
}
VIEWER_MAY_SEND = {
    "central_posters.post_print",
    "central_submission_exports.post_export",
    "office_account.change_own_password",
    "office_evaluations.request_versions",
    "office_evaluations.try_values",
    "office_exports.create_export",
    "office_posters.print_all",
}
"""All that somebody who only looks may send: wishes for files, values to try, a new password."""


@dataclass(frozen=True, slots=True)
class Call:
    """A rule with one of its methods."""

    rule: Rule
    method: str

    @property
    def endpoint(self) -> str:
        """The route's name."""
        return str(self.rule.endpoint)

    def path(self, world: World) -> str:
        """Return the address with the keys of a place."""
        path = self.rule.rule
        for name in self.rule.arguments:
            path = re.sub(rf"<[^<>]*\b{name}>", quote(world[name], safe=""), path)
        return path


@pytest.fixture
def county(app: Flask, store: Store, settings: Settings, people: People) -> RightsCounty:
    return make_rights_county(app, store, settings, people)


def calls(app: Flask, *, under: str = "/") -> Iterator[Call]:
    """Return every rule with each of its methods."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.rule.startswith(under) and rule.endpoint != "static":
                yield Call(rule, method)


def project_calls(app: Flask) -> Iterator[Call]:
    """Return every call in a project, but those that ask for the token of a draft instead."""
    return (
        one
        for one in calls(app)
        if one.rule.arguments & {"project_id", "draft_token"} == {"project_id"}
    )


def send(app: Flask, person: Person, call: Call, world: World, own: World) -> TestResponse:
    """Return the answer to a person: with the cookie in the office, with a token elsewhere."""
    path = call.path(world)
    client = app.test_client()
    body = _filled(BODIES.get(call.endpoint, {}), world, own)
    if path.startswith("/v1/"):
        sent = {} if call.method == "GET" else {"json": body}
        return client.open(path, method=call.method, headers=person.headers, **sent)
    client.set_cookie("session", person.token)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return client.open(path, method=call.method, headers=headers, data=body)


def told(response: TestResponse, path: str) -> tuple[int, str]:
    """Return what an answer tells: status and body, without its own address and chance."""
    text = response.data.decode("utf-8", "replace")
    response.close()
    for spelling in (path, quote(path, safe=""), unquote(path)):
        text = text.replace(spelling, "PATH")
    text = re.sub(r'nonce="[^"]+"|class="request-id">.*?</p>|[?&]next=[^"]*', "", text)
    return response.status_code, text


def audit_count(store: Store) -> int:
    """Return how many deeds are written down."""
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(Audit)).one()


@pytest.mark.parametrize("name", ["data_steward", "county_office", "township_office", "viewer"])
def test_another_project_is_answered_as_one_that_is_not_there(
    county: RightsCounty, store: Store, name: str
) -> None:
    person, own = getattr(county.people, name), county.worlds["own"]
    foreign = county.worlds["foreign"]
    missing = {**foreign, "project_id": "987654321"}
    before, wrong = audit_count(store), []
    for call in project_calls(county.app):
        theirs = told(send(county.app, person, call, foreign, own), call.path(foreign))
        nobodys = told(send(county.app, person, call, missing, own), call.path(missing))
        if theirs[0] != 404 or theirs != nobodys:
            wrong.append((call.endpoint, call.method, theirs[0], nobodys[0]))

    assert wrong == [], wrong
    assert audit_count(store) == before


@pytest.mark.parametrize("place", ["sibling", "parent", "foreign"])
def test_what_lies_in_a_foreign_place_is_answered_as_missing(
    county: RightsCounty, store: Store, place: str
) -> None:
    person, own = county.people.township_office, county.worlds["own"]
    there = {**county.worlds[place], "project_id": own["project_id"]}
    before, wrong = audit_count(store), []
    for call in project_calls(county.app):
        if not _is_placed(call):
            continue
        theirs = told(send(county.app, person, call, there, own), call.path(there))
        missing = county.worlds["missing"]
        nobodys = told(send(county.app, person, call, missing, own), call.path(missing))
        if theirs[0] not in {403, 404} or theirs != nobodys:
            wrong.append((call.endpoint, call.method, theirs[0], nobodys[0]))

    assert wrong == [], wrong
    assert audit_count(store) == before


@pytest.mark.parametrize("place", ["own", "child"])
def test_what_lies_in_the_own_subtree_is_read(county: RightsCounty, place: str) -> None:
    person, own = county.people.township_office, county.worlds["own"]
    world, refused = county.worlds[place], {}
    for call in project_calls(county.app):
        if call.method != "GET" or not call.rule.arguments & PLACED or call.endpoint in NEVER_THERE:
            continue
        status, _ = told(send(county.app, person, call, world, own), call.path(world))
        if status != 200:
            refused[call.endpoint] = status

    assert refused == {}


@pytest.mark.parametrize("name", ["data_steward", "county_office", "township_office", "viewer"])
def test_who_lacks_the_verb_is_refused(county: RightsCounty, store: Store, name: str) -> None:
    person, own = getattr(county.people, name), county.worlds["own"]
    project_id, area_id = int(own["project_id"]), int(own["area_id"])
    role = {"data_steward": Role.DATA_STEWARD, "viewer": Role.VIEWER}.get(name, Role.OFFICE)
    grants = (Grant(role, project_id, area_id if name == "township_office" else None),)
    before, wrong, refused = audit_count(store), [], 0
    for call in project_calls(county.app):
        rule = rule_of(county.app.view_functions[call.endpoint])
        if rule is None or rule.verb is None or may_somewhere(grants, rule.verb, project_id):
            continue
        refused += 1
        if send(county.app, person, call, own, own).status_code != 403:
            wrong.append(call)

    assert wrong == [], wrong
    assert refused > 0
    assert audit_count(store) == before


def test_who_only_looks_sends_nothing_but_wishes_for_files(app: Flask) -> None:
    verbs = ROLE_VERBS[Role.VIEWER]
    found = {
        call.endpoint
        for call in project_calls(app)
        if call.method != "GET"
        if (rule := rule_of(app.view_functions[call.endpoint])) and rule.verb in verbs
    }

    assert found == VIEWER_MAY_SEND


def test_nobody_reads_or_sends_anything_without_signing_in(
    county: RightsCounty, store: Store
) -> None:
    own, client, before = county.worlds["own"], county.app.test_client(), audit_count(store)
    wrong = []
    for call in project_calls(county.app):
        answer = client.open(call.path(own), method=call.method)
        is_sent_away = answer.status_code == 302 and "/office/login" in answer.location
        if answer.status_code != 401 and not is_sent_away:
            wrong.append((call.endpoint, call.method, answer.status_code))

    assert wrong == [], wrong
    assert audit_count(store) == before


def test_a_phone_reaches_what_phones_need_and_nothing_else(
    county: RightsCounty, store: Store
) -> None:
    own, phone, client = county.worlds["own"], county.people.app_user, county.app.test_client()
    foreign, before, wrong = county.worlds["foreign"], audit_count(store), []
    for call in calls(county.app, under="/v1/"):
        rule = rule_of(county.app.view_functions[call.endpoint])
        if rule is None or rule.is_open:
            continue
        worlds = [foreign] if rule.phones else [own, foreign]
        for world in worlds:
            path = phone.prefix + call.path({**_LOOSE, **world}).removeprefix("/v1")
            answer = client.open(path, method=call.method)
            if answer.status_code != 403 or phone.token in answer.text:
                wrong.append((call.endpoint, call.method, answer.status_code))

    assert wrong == [], wrong
    assert audit_count(store) == before


def test_the_token_of_a_phone_opens_no_page_and_is_no_session(county: RightsCounty) -> None:
    own, token = county.worlds["own"], county.people.app_user.token
    client = county.app.test_client()
    client.set_cookie("session", token)
    bearer = {"Authorization": f"Bearer {token}"}
    wrong = [
        call
        for call in project_calls(county.app)
        if not _is_shut_out(client, call.path(own), call.method, bearer)
    ]

    assert wrong == [], wrong


_LOOSE: World = {
    "user_id": "1",
    "role_id": "1",
    "token": "x",
    "project": "x",
    "name": "viewer",
}
"""Keys of routes outside projects."""


def _is_shut_out(client: FlaskClient, path: str, method: str, bearer: Mapping[str, str]) -> bool:
    if path.startswith("/v1/"):
        return client.open(path, method=method, headers=bearer).status_code == 401
    answer = client.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"})
    return answer.status_code == 302 and "/office/login" in answer.location


def _is_placed(call: Call) -> bool:
    """Tell whether address or body name something that lies in a place."""
    names = "".join(map(str, BODIES.get(call.endpoint, {}).values()))
    return bool(call.rule.arguments & PLACED) or "{" in names.replace("{own.", "")


def _filled(body: Mapping[str, object], world: World, own: World) -> dict[str, object]:
    return {name: _value(value, world, own) for name, value in body.items()}


def _value(value: object, world: World, own: World) -> object:
    match = re.fullmatch(r"\{(own\.)?(\w+)\}", str(value))
    return value if match is None else int((own if match[1] else world)[match[2]])
