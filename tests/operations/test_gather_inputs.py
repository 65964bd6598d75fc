"""What the register knows of subjects is what schemes may name of them, and nothing else."""

from sqlmodel import Session

from server import clock
from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.domain.schemes.inputs.register_facts import REGISTER_FACTS
from server.operations.gather_inputs import facts_of
from server.operations.job_context import JobContext
from server.store.row_key import stored
from server.store.tables.areas import Park
from server.store.tables.enterprises import Enterprise
from tests.site_checks import Checks

KNOWN = {
    "headcount": 60,
    "ownership": "state",
    "industry": "C17",
    "has_union": True,
    "union_member_count": 50,
    "has_party_organisation": True,
    "party_member_count": 5,
}
NAME = "name"
"""Shown, but nothing that a condition is about."""


def test_all_that_a_scheme_may_name_is_gathered_of_somebody(
    context: JobContext, checks: Checks
) -> None:
    with context.store.writing() as session:
        enterprise = session.get_one(Enterprise, checks.enterprise_ids[0])
        for name, value in KNOWN.items():
            setattr(enterprise, name, value)
        enterprise.park_id = _park(session, checks.project_id)
        session.flush()
        (facts,) = facts_of(session, ENTERPRISE, [checks.enterprise_ids[0]]).values()

    assert set(facts) - {NAME} <= set(REGISTER_FACTS)
    assert set(REGISTER_FACTS) - set(facts) == {"province", "city"}, "no area of these levels"
    assert (facts["industry"].value, facts["industry_code"].value) == ("C", "C17")


def test_of_a_park_only_its_kind_and_name_are_known(context: JobContext, checks: Checks) -> None:
    with context.store.writing() as session:
        park_id = _park(session, checks.project_id)
        found = facts_of(session, PARK, [park_id, park_id + 1])

    assert {name: fact.value for name, fact in found[park_id].items()} == {
        "kind": PARK,
        NAME: "Park",
    }
    assert set(found) == {park_id}


def _park(session: Session, project_id: int) -> int:
    park = Park(project_id=project_id, name="Park", created_at=clock.now())
    session.add(park)
    session.flush()
    return stored(park.id)
