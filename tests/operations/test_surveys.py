"""From a page to a release: counts while a survey is open, figures once it is closed."""

import threading
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import select

from server import clock
from server.domain.release import Bound, CountRelease
from server.domain.satisfaction import Verdict
from server.operations.close_survey import release_figures
from server.operations.job_context import JobContext
from server.store import outbox
from server.store.outbox import COUNT, QUICK, REST
from server.store.queries.releases import list_results
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from server.store.tables.surveys import Arrival, Release, Tally
from server.store.transaction import Store
from server.worker import Worker
from tests.evaluated import work
from tests.survey_rows import payload, result, rows
from tests.surveys import Survey, answer_page, good_answers, make_survey, opened_start


@pytest.fixture
def statements(context: JobContext) -> list[str]:
    """Give the list that statements are written to while they run."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(context.store.engine, "before_cursor_execute", note)
    return seen


def close(store: Store, survey: Survey) -> None:
    """Close the campaign as the office does."""
    with store.writing() as session:
        campaign = session.get_one(Campaign, survey.campaign_id)
        campaign.closed_at = clock.now()
        outbox.enqueue(
            session,
            "close_survey",
            str(survey.campaign_id),
            now=clock.now(),
            payload={"campaign_id": survey.campaign_id},
        )


def test_below_five_answers_nobody_learns_how_many_there_are(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    timeline = [result(context.store, survey).count]

    for _ in range(7):
        assert answer_page(client, survey.code, good_answers()).status_code == 200
        work(context)
        timeline.append(result(context.store, survey).count)

    few = CountRelease(answer_count=None, fewer_than=5)
    assert timeline == [few] * 5 + [CountRelease(5), CountRelease(6), CountRelease(7)]
    assert result(context.store, survey).figures is None


def test_figures_come_once_after_closing_and_equal_those_worked_out_by_hand(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store, headcount=25)
    choices = ["5"] * 8 + ["4"] * 8 + ["3"] * 2 + ["2"] + ["1"]
    for number, choice in enumerate(choices):
        answers = good_answers(choice, improve=["pay", "rest"] if number < 6 else ["none"])
        assert answer_page(client, survey.code, answers).status_code == 200
    work(context)
    assert result(context.store, survey).figures is None

    close(context.store, survey)
    work(context)

    figures = result(context.store, survey).figures
    assert figures is not None
    assert figures.answer_count == 20
    assert figures.overall is not None
    assert figures.overall.satisfied is not None
    assert figures.overall.satisfied.percent == 80  # 16 of 20
    assert figures.overall.dissatisfied is not None
    assert figures.overall.dissatisfied.percent == 10  # 2 of 20
    assert figures.overall.score is not None
    # (8 × 100 + 8 × 80 + 2 × 60 + 1 × 30 + 1 × 0) / 20
    assert str(figures.overall.score.low) == str(figures.overall.score.high) == "79.5"
    assert figures.headcount.count == 25
    assert figures.verdict is Verdict.TOO_SMALL  # 67 to 89 % around a target of 80 %
    shares = {one.choice: one.share.percent for one in figures.choices[0].shares}
    assert shares["pay"] == shares["rest"] == 30
    assert shares["none"] == 70
    assert rows(context.store, Arrival) == 0


def test_figures_are_not_made_twice(client: FlaskClient, context: JobContext) -> None:
    survey = make_survey(context.store)
    for choice in "5544332":
        answer_page(client, survey.code, good_answers(choice))
    close(context.store, survey)
    work(context)
    before = result(context.store, survey)

    release_figures(context, payload(survey))
    close(context.store, survey)
    work(context)

    assert result(context.store, survey) == before
    with context.store.reading() as session:
        assert len(session.exec(select(Release)).all()) == 2


def test_four_answers_never_become_figures(client: FlaskClient, context: JobContext) -> None:
    survey = make_survey(context.store, enterprises=2)
    for _ in range(4):
        answer_page(client, survey.codes[0], good_answers("1"))
    for _ in range(5):
        answer_page(client, survey.codes[1], good_answers("1"))
    close(context.store, survey)
    work(context)

    first, second = result(context.store, survey, 0), result(context.store, survey, 1)

    assert first.figures is None
    assert first.count == CountRelease(answer_count=None, fewer_than=5)
    assert second.figures is not None
    assert second.figures.overall is not None
    assert second.figures.overall.satisfied is not None
    assert second.figures.overall.satisfied.bound is Bound.AT_MOST
    assert rows(context.store, Arrival) == 0


def test_texts_come_from_ten_answers_on_and_are_no_tallies(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store, enterprises=2)
    for number in range(9):
        answer_page(client, survey.codes[0], good_answers(comment=f"nine {number}"))
    for number in range(12):
        answer_page(client, survey.codes[1], good_answers(comment=f"twelve {number}"))
    close(context.store, survey)
    work(context)

    nine, twelve = (
        result(context.store, survey, 0).figures,
        result(context.store, survey, 1).figures,
    )

    assert nine is not None
    assert nine.texts == ()
    assert twelve is not None
    assert {text[:6] for text in twelve.texts[0].texts} == {"twelve"}
    assert len(twelve.texts[0].texts) == 12
    with context.store.reading() as session:
        values = {one.value for one in session.exec(select(Tally))}
    assert not any("nine" in value or "twelve" in value for value in values)


def test_an_answer_after_closing_is_kept_and_changes_no_release(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    late = [client.get(f"/q/{survey.code}") for _ in range(6)]
    for choice in "55443":
        answer_page(client, survey.code, good_answers(choice))
    close(context.store, survey)
    work(context)
    before = result(context.store, survey)

    for page in late:
        data = {"start": opened_start(page), **good_answers("1")}
        assert client.post(f"/q/{survey.code}", data=data).status_code == 200
    work(context)

    assert result(context.store, survey) == before
    assert rows(context.store, Arrival) == 6
    with context.store.reading() as session:
        flags = {tuple(one.flags) for one in session.exec(select(Arrival))}
    assert flags == {("opened_before_closing",)}


def test_results_stay_within_the_scope(client: FlaskClient, context: JobContext) -> None:
    survey = make_survey(context.store)
    for _ in range(5):
        answer_page(client, survey.code, good_answers())
    work(context)

    with context.store.reading() as session:
        own = list_results(session, Scope(survey.project_id, frozenset({survey.area_id})))
        foreign = list_results(session, Scope(survey.project_id, frozenset({survey.area_id + 99})))

    assert [one.count for one in own] == [CountRelease(5)]
    assert foreign == ()


def test_a_count_is_out_within_two_seconds(client: FlaskClient, context: JobContext) -> None:
    survey = make_survey(context.store)
    stop = threading.Event()
    worker = Worker(context, COUNT, stop)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        for _ in range(5):
            answer_page(client, survey.code, good_answers())
        deadline = clock.now() + timedelta(seconds=2)
        while result(context.store, survey).count.answer_count != 5:
            assert clock.now() < deadline
            stop.wait(0.05)
    finally:
        stop.set()
        worker.wake()
        thread.join()


def test_counts_of_a_whole_county_are_stored_in_few_statements(
    client: FlaskClient, context: JobContext, statements: list[str]
) -> None:
    surveys = [make_survey(context.store, enterprises=3) for _ in range(2)]
    for survey in surveys:
        for number, code in enumerate(survey.codes):
            for _ in range(5 + number):
                answer_page(client, code, good_answers())
    statements.clear()

    taken = Worker(context, COUNT, threading.Event()).work_once()

    assert taken == 6
    assert sum("releases" in one for one in statements) == 4
    for survey in surveys:
        assert [result(context.store, survey, n).count for n in range(3)] == [
            CountRelease(5),
            CountRelease(6),
            CountRelease(7),
        ]


def test_closing_does_not_wait_behind_counts_and_moves(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    for _ in range(6):
        answer_page(client, survey.code, good_answers())
    Worker(context, COUNT, threading.Event()).work_once()
    close(context.store, survey)

    Worker(context, QUICK, threading.Event()).work_once()
    Worker(context, REST, threading.Event()).work_once()

    assert result(context.store, survey).figures is not None
