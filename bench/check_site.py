"""A form of site checks with as many submissions as wanted, read and tied, for a bench."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert

from server import clock
from server.demo.opinions import climate_of
from server.demo.site_checks import Visit, site_check
from server.domain.answers import Answers
from server.keys import TokenBox
from server.store.batches import batches
from server.store.tables.submissions import Submission, SubmissionVersion
from server.store.transaction import Store
from server.store.upsert import table_of
from tests.people import People, make_people
from tests.surveys import add_enterprise, add_form, delivered_form

_INDUSTRY, _USCC, _DEVICE = "C33", "91110000600037341L", "collect:bench"
_KINDS = 50
"""So many different checks are drawn; further rows repeat their answers."""


@dataclass(frozen=True, slots=True)
class CheckSite:
    """Who works there, and the form."""

    people: People
    form_id: str
    form_pk: int
    form_version_id: int
    enterprise_id: int


def make_check_site(store: Store, secret_key: str) -> CheckSite:
    """Store six people, an area tree, the delivered form of site checks and one enterprise."""
    people = make_people(store, TokenBox(secret_key))
    places, form = people.places, delivered_form("site_check")
    with store.writing() as session:
        form_pk, version_id = add_form(session, places.project_id, form)
        one = add_enterprise(session, places.project_id, places.village_id, "示例制造有限公司")
    return CheckSite(people, form.form_id, form_pk, version_id, one)


def add_checks(store: Store, made: CheckSite, count: int) -> None:
    """Store submissions as they are once the worker has read and tied them."""
    kinds = [_answers(number) for number in range(_KINDS)]
    numbers = range(1, count + 1)
    for some in batches(list(numbers)):
        with store.writing() as session:
            connection = session.connection()
            submissions = [_submission(made, number) for number in some]
            connection.execute(insert(table_of(Submission)), submissions)
            versions = [_version(made, number, kinds[number % _KINDS]) for number in some]
            connection.execute(insert(table_of(SubmissionVersion)), versions)


def _answers(number: int) -> Answers:
    visit = Visit(
        number,
        "示例制造有限公司",
        "私营企业",
        120,
        climate_of(number, _INDUSTRY),
        date(2026, 5, 1),
        {"find_by": "uscc", "uscc": _USCC},
        {},
    )
    return site_check(visit, device_id=_DEVICE, inspector="inspector 1").answers


def _submission(made: CheckSite, number: int) -> dict[str, object]:
    return {
        "id": number,
        "project_id": made.people.places.project_id,
        "form_pk": made.form_pk,
        "root_instance_id": f"uuid:{number}",
        "current_version_id": number,
        "submitter_id": made.people.app_user.id,
        "device_id": _DEVICE,
        "enterprise_id": made.enterprise_id,
        "linked_by": "uscc",
        "received_at": clock.now() - timedelta(seconds=number),
    }


def _version(made: CheckSite, number: int, answers: Answers) -> dict[str, object]:
    return {
        "id": number,
        "submission_id": number,
        "form_pk": made.form_pk,
        "form_version_id": made.form_version_id,
        "instance_id": f"uuid:{number}",
        "xml_sha256": "0" * 64,
        "is_current": True,
        "saw_incomplete": False,
        "submitter_id": made.people.app_user.id,
        "device_id": _DEVICE,
        "answers": answers,
        "flags": [],
        "received_at": clock.now() - timedelta(seconds=number),
    }
