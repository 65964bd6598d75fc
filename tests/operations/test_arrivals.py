"""Answers at rest: moved together, once, under new keys, without a trace of when they came."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from server import clock
from server.domain.release import CountRelease
from server.operations.count_survey import count_survey
from server.operations.forget_nonces import forget_nonces
from server.operations.job_context import JobContext
from server.operations.move_arrivals import move_arrivals
from server.store.queries import tallies
from server.store.queries.tallies import Respondents
from server.store.tables.audits import Audit
from server.store.tables.jobs import Job, OutboxRow
from server.store.tables.surveys import AnonymousSubmission, Arrival, SpentNonce, Tally
from tests.evaluated import work
from tests.survey_rows import payload, result, rows
from tests.surveys import ZONE, answer_page, good_answers, make_survey


def _move_and_break_off(session: Session, of: Respondents, form_version_id: int) -> None:
    tallies.move_to_rest(session, of, tallies.list_waiting(session, of, most=100))
    tallies.add_to_tallies(session, of, Counter({(form_version_id, "m", "v"): 6}))
    raise RuntimeError


def test_answers_rest_in_groups_of_five_or_more(client: FlaskClient, context: JobContext) -> None:
    survey = make_survey(context.store)
    seen = []

    for _ in range(11):
        answer_page(client, survey.code, good_answers())
        work(context)
        seen.append((rows(context.store, Arrival), rows(context.store, AnonymousSubmission)))

    assert seen[3:6] == [(4, 0), (0, 5), (1, 5)]
    assert seen[8:11] == [(4, 5), (0, 10), (1, 10)]


def test_jobs_may_run_again_and_together_without_effect(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    for _ in range(8):
        answer_page(client, survey.code, good_answers())
    threads = [
        threading.Thread(target=job, args=(context, payload(survey)))
        for job in (count_survey, move_arrivals, move_arrivals, count_survey, move_arrivals)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    count_survey(context, payload(survey))

    assert result(context.store, survey).count == CountRelease(8)
    assert (rows(context.store, Arrival), rows(context.store, AnonymousSubmission)) == (0, 8)
    with context.store.reading() as session:
        overall = session.exec(select(Tally).where(Tally.measure == "satisfaction.overall")).all()
    assert [one.answer_count for one in overall] == [8]


def test_a_move_that_breaks_off_leaves_every_answer_where_it_was(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    for _ in range(6):
        answer_page(client, survey.code, good_answers())
    of = Respondents(survey.campaign_id, survey.enterprise_ids[0])

    with pytest.raises(RuntimeError), context.store.writing() as session:
        _move_and_break_off(session, of, survey.form_version_id)

    assert (rows(context.store, Arrival), rows(context.store, AnonymousSubmission)) == (6, 0)
    move_arrivals(context, payload(survey))
    assert (rows(context.store, Arrival), rows(context.store, AnonymousSubmission)) == (0, 6)
    with context.store.reading() as session:
        assert session.exec(select(Tally).where(Tally.measure == "m")).first() is None


def test_keys_at_rest_are_not_those_of_arrival(client: FlaskClient, context: JobContext) -> None:
    survey = make_survey(context.store)
    for _ in range(5):
        answer_page(client, survey.code, good_answers())
    with context.store.reading() as session:
        before = {one.key for one in session.exec(select(Arrival))}

    move_arrivals(context, payload(survey))

    with context.store.reading() as session:
        after = {one.key for one in session.exec(select(AnonymousSubmission))}
    assert len(after) == 5
    assert not before & after


def test_spent_starts_are_forgotten_after_their_day(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    answer_page(client, survey.code, good_answers())
    with context.store.writing() as session:
        session.add(SpentNonce(nonce_hash=b"old", day=clock.day_in(ZONE) - timedelta(days=3)))

    forget_nonces(context)

    with context.store.reading() as session:
        days = [one.day for one in session.exec(select(SpentNonce))]
    assert days == [clock.day_in(ZONE)]


def test_the_worker_leaves_no_job_or_outbox_row_about_an_answer(
    client: FlaskClient, context: JobContext
) -> None:
    survey = make_survey(context.store)
    for _ in range(6):
        answer_page(client, survey.code, good_answers())
    work(context)

    with context.store.reading() as session:
        assert session.exec(select(OutboxRow)).all() == []
        assert session.exec(select(Job)).all() == []
        actions = {one.action for one in session.exec(select(Audit))}
    assert actions == {"project.create"}
