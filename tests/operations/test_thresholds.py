"""A campaign with a higher threshold: an enterprise without answers reads like one with a few."""

from flask.testing import FlaskClient

from server.domain.definitions import Definitions
from server.domain.release import CountRelease
from server.operations.job_context import JobContext
from server.store.queries.enterprise_pages import Turn
from server.store.queries.releases import list_results
from server.store.queries.result_pages import ResultFilter, ResultOrder, list_page
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from tests.operations.test_surveys import close, work
from tests.surveys import Survey, answer_page, good_answers, make_survey


def _counts(context: JobContext, survey: Survey) -> list[CountRelease]:
    """Return the counts of all enterprises, and once more as the pages list them."""
    scope = Scope(survey.project_id)
    with context.store.reading() as session:
        listed = list_results(session, scope)
        wanted = ResultFilter(campaign_id=survey.campaign_id)
        paged = list_page(session, scope, wanted, ResultOrder(), Turn(limit=50))
    assert [one.count for one in listed] == [one.count for one in paged]
    return [one.count for one in listed]


def test_none_and_seven_answers_read_alike_below_a_threshold_of_eight(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store, enterprises=3)
    with context.store.writing() as session:
        campaign = session.get_one(Campaign, survey.campaign_id)
        campaign.definitions = dict(Definitions(threshold=8, text_threshold=12).to_json())
    fewer = CountRelease(answer_count=None, fewer_than=8)
    assert _counts(context, survey) == [fewer] * 3

    for place, count in enumerate((0, 7, 8)):
        for _ in range(count):
            answer_page(client, survey.codes[place], good_answers())
    work(context)
    assert _counts(context, survey) == [fewer, fewer, CountRelease(8)]

    close(context.store, survey)
    work(context)
    assert _counts(context, survey) == [fewer, fewer, CountRelease(8)]
