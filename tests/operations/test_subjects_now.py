"""Subjects as they are tried: by the same facts and on the same day as they are evaluated."""

import datetime as dt

import pytest

from server.operations.assign_scheme import SchemeAssignment, assign_scheme
from server.operations.compiled_versions import compiled_version
from server.operations.gather_inputs import frame_of
from server.operations.job_context import JobContext
from server.operations.subjects_now import subjects_now
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from tests.evaluated import HALL, by, evaluations_of, publish, table, work
from tests.site_checks import Checks


@pytest.mark.parametrize("day", [dt.date(2026, 3, 31), None])
def test_who_is_tried_is_counted_from_the_day_of_the_evaluation(
    context: JobContext, checks: Checks, day: dt.date | None
) -> None:
    first = publish(context, checks.project_id, table(HALL))
    draft = publish(context, checks.project_id, table(HALL, version="2"))
    with context.store.writing() as session:
        wanted = SchemeAssignment(first, counted_from=day)
        assign_scheme(session, by(), Scope(checks.project_id), checks.campaign_id, wanted)
    work(context)

    key = checks.enterprise_ids[0]
    (evaluation,) = evaluations_of(context.store, checks.project_id, key)
    with context.store.reading() as session:
        campaign = session.get_one(Campaign, checks.campaign_id)
        frame = frame_of(session, campaign, context.settings.time_zone)
        versions = [compiled_version(session, one) for one in (first, draft)]
        tried = [subjects_now(session, frame, one, [key])[key].on for one in versions]

    assert evaluation.counted_from == (day or campaign.closes_on)
    assert tried == [evaluation.counted_from] * 2
