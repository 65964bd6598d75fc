"""Targets of a campaign: who is meant, who counts, and how far every area is."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from server import clock
from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.lifecycle import AssessmentState
from server.domain.schemes.described.target_metrics import CountedBy, Metric, counted_by
from server.operations.compiled_versions import compiled_version
from server.operations.count_targets import CountedTarget, count_targets
from server.operations.job_context import JobContext
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.assessments import Assessment
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from server.store.tables.records import DepartmentRecord, HeldTitle, RecordBatch
from server.store.tables.schemes import SchemeVersion
from tests import evaluated, factories
from tests.people import People
from xlsforms.scheme import Cells, Scheme, SchemeRow

TAKES_PART: Cells = {
    "code": "T1",
    "kind": "coverage_target",
    "unit": "enterprise",
    "band": "headcount >= 50",
    "metric": "takes_part",
    "per": "township",
    "goal": "50",
    "stretch": "100",
}


def with_targets(*rows: Cells) -> Scheme:
    """Return the small scheme with some targets."""
    named = ({"name_zh": "目标", "name_en": f"Target {one['code']}", **one} for one in rows)
    targets = tuple(SchemeRow(one, "targets", number) for number, one in enumerate(named, 3))
    return replace(evaluated.table(evaluated.HALL, line="8"), targets=targets)


@dataclass(frozen=True, slots=True)
class Aimed:
    """A campaign whose scheme has targets; three enterprises here, one in the township beside."""

    context: JobContext
    people: People
    campaign_id: int
    version_id: int
    ids: tuple[int, ...]

    def counted(self, area_id: int | None = None) -> dict[str, CountedTarget]:
        """Return the targets as counted in an area, or in the whole project, by code."""
        areas = None if area_id is None else frozenset({area_id})
        scope = Scope(self.people.places.project_id, areas)
        with self.context.store.reading() as session:
            campaign = session.get_one(Campaign, self.campaign_id)
            version = compiled_version(session, self.version_id)
            today = clock.now().date()
            found = count_targets(session, scope, campaign, version, on=today)
        return {one.row.code: one for one in found}


def aim(context: JobContext, people: People, *rows: Cells) -> Aimed:
    """Evaluate four enterprises of 120, 80, 20 and 60 people; the first was given 9 points."""
    places = people.places
    with context.store.writing() as session:
        factories.survey_form(session, places.project_id)
        campaign_id = stored(factories.campaign(session, places.project_id).id)
        lying = (places.village_id, places.village_id, places.township_id, places.sibling_id)
        made = [
            factories.enterprise(
                session,
                places.project_id,
                area,
                facts=EnterpriseFacts(
                    name=f"Works {number}",
                    area_id=area,
                    uscc=factories.credit_code(),
                    headcount=headcount,
                    has_union=True if number == 1 else None,
                ),
            )
            for number, (area, headcount) in enumerate(
                zip(lying, (120, 80, 20, None), strict=True), 1
            )
        ]
        ids = tuple(stored(one.id) for one in made)
    version_id = evaluated.publish(context, places.project_id, with_targets(*rows))
    evaluated.assign(context.store, places.project_id, campaign_id, version_id)
    with context.store.writing() as session:
        evaluated.submit_points(session, campaign_id, version_id, ids[0], A="9")
    evaluated.work(context)
    return Aimed(context, people, campaign_id, version_id, ids)


def add_papers(made: Aimed, *, kind: str, code: str) -> None:
    """Store a record and a title of the second enterprise, both of this month."""
    with made.context.store.writing() as session:
        campaign = session.get_one(Campaign, made.campaign_id)
        of = {"project_id": campaign.project_id, "enterprise_id": made.ids[1], "credit_code": "1"}
        now = clock.now()
        day = campaign.closes_on - dt.timedelta(days=20)
        batch = RecordBatch(
            project_id=campaign.project_id,
            kind=kind,
            file_name="a.csv",
            row_count=1,
            created_at=now,
        )
        record = DepartmentRecord(**of, kind=kind, dated_on=day, created_at=now)
        title = HeldTitle(**of, code=code, level="city", since=day, created_at=now)
        session.add_all([batch, record, title])


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("", CountedBy(Metric.TAKES_PART)),
        ("new_titles", CountedBy(Metric.NEW_TITLES)),
        ("new_city_titles", CountedBy(Metric.NEW_TITLES, "city")),
        ("has_union", CountedBy(Metric.HAS_UNION)),
        ("meets_provincial_standard", CountedBy(Metric.HAS_GRADE)),
        ("pilot_enterprises", CountedBy(Metric.RECORDS, "pilot_enterprises")),
    ],
)
def test_a_metric_says_who_counts(text: str, by: CountedBy) -> None:
    assert counted_by(text) == by


def test_those_of_the_band_are_counted_in_all_and_area_by_area(
    context: JobContext, people: People
) -> None:
    found = aim(context, people, TAKES_PART).counted()["T1"]

    assert found.count is not None
    assert (found.count.part, found.count.whole, found.unsure) == (1, 2, 1)
    assert found.result is not None
    assert found.result.rate == Decimal("50.0")
    lines = {one.area: (one.part, one.whole, result.is_reached) for one, result in found.areas}
    assert lines == {"First township": (1, 2, True), "Second township": (0, 0, None)}
    assert found.reached_areas == 1
    assert found.is_reached is True


def test_a_township_counts_its_own_alone(context: JobContext, people: People) -> None:
    made = aim(context, people, {**TAKES_PART, "band": "", "goal": "100", "stretch": ""})

    here = made.counted(people.places.township_id)["T1"]
    beside = made.counted(people.places.sibling_id)["T1"]

    assert [(one.area, one.part, one.whole) for one, _ in here.areas] == [("First township", 1, 3)]
    assert [(one.area, one.part, one.whole) for one, _ in beside.areas] == [
        ("Second township", 0, 1)
    ]
    assert beside.is_reached is False


def test_titles_records_and_facts_of_the_register_count(
    context: JobContext, people: People
) -> None:
    count = {"kind": "count_target", "goal": "1"}
    made = aim(
        context,
        people,
        {**count, "code": "N", "metric": "new_titles"},
        {**count, "code": "C", "metric": "new_city_titles"},
        {**count, "code": "H", "metric": "titles"},
        {**count, "code": "P", "metric": "pilots"},
        {**count, "code": "G", "metric": "has_grade"},
        {**count, "code": "E", "metric": "evaluated"},
        {**count, "code": "S", "metric": "self_assessed"},
        {**count, "code": "F", "metric": "surveyed"},
        {**count, "code": "U", "metric": "has_union"},
    )
    before = made.counted()
    add_papers(made, kind="pilots", code="star")

    def parts(found: dict[str, CountedTarget]) -> dict[str, int | None]:
        return {code: one.count and one.count.part for code, one in found.items()}

    same = {"G": 1, "E": 4, "S": 0, "F": 0, "U": 1}
    assert parts(before) == {"N": 1, "C": 0, "H": 1, "P": None, **same}
    assert not before["P"].is_counted
    assert parts(made.counted()) == {"N": 2, "C": 1, "H": 2, "P": 1, **same}


def test_a_share_of_areas_counts_areas_in_which_somebody_takes_part(
    context: JobContext, people: People
) -> None:
    row = {
        "code": "A",
        "kind": "share_of_areas",
        "unit": "township",
        "metric": "takes_part",
        "per": "county",
        "goal": "1/2",
        "stretch": "2/3",
    }
    found = aim(context, people, row, {**row, "code": "B", "goal": "unknown"}).counted()

    ((county, result),) = found["A"].areas
    assert (county.area, county.part, county.whole) == ("Demo county", 1, 2)
    assert (result.is_reached, result.is_stretch_reached) == (True, False)
    assert found["B"].is_reached is None


def test_an_area_takes_part_by_a_park_that_lies_in_it(context: JobContext, people: People) -> None:
    share = {"code": "A", "kind": "share_of_areas", "unit": "township", "goal": "2/2"}
    parks = {"code": "P", "kind": "coverage_target", "unit": "park", "goal": "100"}
    made = aim(context, people, share, parks)
    with context.store.writing() as session:
        campaign = session.get_one(Campaign, made.campaign_id)
        park_id = stored(factories.park(session, campaign.project_id).id)
        session.get_one(Enterprise, made.ids[3]).park_id = park_id
        version = session.get_one(SchemeVersion, made.version_id)
        given = Assessment(
            campaign_id=made.campaign_id,
            scheme_id=version.scheme_id,
            scheme_version_id=made.version_id,
            subject_kind="park",
            subject_id=park_id,
            level="park",
            state=AssessmentState.SUBMITTED,
            saved_at=clock.now(),
            submitted_at=clock.now(),
        )
        session.add(given)

    found, here = made.counted(), made.counted(people.places.township_id)

    assert found["A"].is_reached is True
    assert found["P"].is_reached is True
    assert here["P"].is_reached is None


def test_what_nobody_can_count_is_said_to_be_so(context: JobContext, people: People) -> None:
    row = {"code": "V", "kind": "coverage_target", "goal": "100", "metric": "has_union"}
    found = aim(
        context,
        people,
        {**row, "unit": "village"},
        {**row, "code": "X", "metric": "takes_part", "band": "above_scale = yes"},
    ).counted()

    assert not found["V"].is_counted
    assert found["X"].unsure == 4
    assert found["X"].is_reached is None
