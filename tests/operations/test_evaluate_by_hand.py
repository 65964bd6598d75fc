"""A whole campaign evaluated because somebody asked: a job with progress that may begin anew."""

import pytest

from server import clock
from server.operations import evaluate_campaign
from server.operations.assign_scheme import settle_evaluations
from server.operations.evaluate_by_hand import evaluate_by_hand, request_evaluation
from server.operations.job_context import JobContext
from server.problems import NotAllowed
from server.store import outbox
from server.store.queries import evaluations
from server.store.queries.evaluations import EvaluationFilter
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.jobs import Job
from tests import evaluated, factories
from tests.people import People
from tests.web.evaluated_pages import Shown, make_evaluated


@pytest.fixture
def shown(context: JobContext, people: People) -> Shown:
    return make_evaluated(context, people)


def ask(context: JobContext, shown: Shown) -> int:
    """Ask for the evaluation of the campaign; return the job's key."""
    with context.store.writing() as session:
        where = Scope(shown.project_id)
        job = request_evaluation(session, factories.by(), where, shown.campaign_id)
        return stored(job.id)


def job_of(context: JobContext, job_id: int) -> Job:
    with context.store.reading() as session:
        return session.get_one(Job, job_id)


def test_the_job_tells_how_many_are_done_and_ends_without_a_file(
    context: JobContext, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate_campaign, "SLICE", 2)
    job_id = ask(context, shown)

    evaluated.work(context)

    job = job_of(context, job_id)
    assert (job.state, job.done_count, job.total_count) == ("finished", 5, 5)
    assert (job.result_name, job.message) == (None, None)


def test_asked_for_twice_it_is_done_once(context: JobContext, shown: Shown) -> None:
    assert ask(context, shown) == ask(context, shown)


def test_a_run_that_is_begun_anew_gives_the_same_results(context: JobContext, shown: Shown) -> None:
    with context.store.reading() as session:
        wanted = EvaluationFilter(shown.campaign_id)
        before = evaluations.list_evaluations(session, Scope(shown.project_id), wanted)
    job_id = ask(context, shown)

    for _ in range(2):
        evaluate_by_hand(context, {"job_id": job_id})

    with context.store.reading() as session:
        after = evaluations.list_evaluations(session, Scope(shown.project_id), wanted)
    assert [one.computed_at for one in after] == [one.computed_at for one in before]
    assert job_of(context, job_id).done_count == 5


def test_settled_evaluations_stay_and_the_job_says_why(context: JobContext, shown: Shown) -> None:
    with context.store.writing() as session:
        settle_evaluations(session, factories.by(), Scope(shown.project_id), shown.campaign_id)
    job_id = ask(context, shown)

    evaluated.work(context)

    job = job_of(context, job_id)
    assert (job.state, job.message) == (
        "failed",
        "No scheme evaluates this campaign, or its evaluations stay as they are.",
    )


def test_who_works_for_a_part_of_the_project_does_not_have_all_of_it_evaluated(
    context: JobContext, shown: Shown, people: People
) -> None:
    part = Scope(shown.project_id, frozenset({people.places.township_id}))

    with context.store.writing() as session, pytest.raises(NotAllowed):
        request_evaluation(session, factories.by(), part, shown.campaign_id)


def test_a_worker_that_reports_progress_is_not_taken_for_dead(
    context: JobContext, shown: Shown
) -> None:
    job_id = ask(context, shown)
    with context.store.writing() as session:
        outbox.take(session, lane=outbox.WHOLE, now=clock.now(), most=1)
    with context.store.reading() as session:
        begun = outbox.last_taken(session, "evaluate_campaign", str(job_id))
    assert begun is not None

    evaluate_by_hand(context, {"job_id": job_id})

    with context.store.writing() as session:
        later = outbox.last_taken(session, "evaluate_campaign", str(job_id))
        assert outbox.release_stale(session, taken_before=begun, now=clock.now()) == 0
    assert later is not None
    assert later > begun
