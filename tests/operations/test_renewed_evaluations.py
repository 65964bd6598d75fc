"""Evaluations are renewed once, never by something older, and rest when they are settled."""

from decimal import Decimal

import pytest
from sqlmodel import select

from server import clock
from server.operations.assign_scheme import settle_evaluations
from server.operations.inputs_changed import (
    MOST_ALONE,
    RENEW_CAMPAIGN,
    inputs_changed,
    renew_campaign,
)
from server.operations.job_context import JobContext
from server.store.queries.evaluation_results import (
    EvaluationsOf,
    NewResult,
    Ticket,
    confirm_results,
    store_results,
    take_tickets,
)
from server.store.queries.evaluations import EvaluationFilter, count_evaluations, count_stale
from server.store.queries.scope import Scope
from server.store.tables.jobs import OutboxRow
from tests.evaluated import (
    by,
    check,
    evaluate_checks,
    only,
    row_of,
    trace_of_only,
    work,
)
from tests.site_checks import Checks
from tests.surveys import add_enterprise


@pytest.fixture
def version_id(context: JobContext, checks: Checks) -> int:
    """Give a version that evaluates the campaign: 10 points by hand, 20 for contracts signed."""
    return evaluate_checks(context, checks)


def test_the_same_inputs_give_the_same_bytes_and_are_not_worked_out_again(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    check(context, checks, "98")
    first, kept = only(context, checks), trace_of_only(context.store, checks.enterprise_ids[0])

    with context.store.writing() as session:
        renew_campaign(session, checks.campaign_id, now=clock.now())
    work(context)
    again = only(context, checks)
    with context.store.writing() as session:
        row_of(session, checks.enterprise_ids[0]).inputs_sha256 = "0" * 64
        renew_campaign(session, checks.campaign_id, now=clock.now())
    work(context)
    anew = only(context, checks)

    assert again.computed_generation > first.computed_generation
    assert again.computed_at == first.computed_at
    assert anew.computed_at is not None
    assert first.computed_at is not None
    assert anew.computed_at > first.computed_at
    assert anew.inputs_sha256 == again.inputs_sha256 == first.inputs_sha256
    assert trace_of_only(context.store, checks.enterprise_ids[0]) == kept
    assert anew.scheme_version_id == version_id


def test_evaluations_that_are_settled_stay_as_they_are(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    check(context, checks, "100")
    scope = Scope(checks.project_id)

    with context.store.writing() as session:
        settle_evaluations(session, by(), scope, checks.campaign_id)
    check(context, checks, "90")
    settled = only(context, checks)
    with context.store.writing() as session:
        settle_evaluations(session, by(), scope, checks.campaign_id, is_settled=False)
    work(context)

    assert (settled.lowest, settled.scheme_version_id) == (Decimal(20), version_id)
    assert only(context, checks).lowest == Decimal(10)


def test_an_older_result_never_replaces_a_newer_one(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    of, ids = EvaluationsOf(checks.campaign_id, version_id), checks.enterprise_ids[:1]
    with context.store.writing() as session:
        early = take_tickets(session, of, ids)[ids[0]]
    with context.store.writing() as session:
        late = take_tickets(session, of, ids)[ids[0]]

    with context.store.writing() as session:
        stored_late = store_results(session, [result(late, "2")], at=clock.now())
    with context.store.writing() as session:
        stored_early = store_results(session, [result(early, "1")], at=clock.now())
        confirm_results(session, [early])

    assert (stored_late, stored_early) == (1, 0)
    assert (only(context, checks).total, only(context, checks).computed_generation) == (
        Decimal(2),
        late.generation,
    )
    assert trace_of_only(context.store, ids[0]) == b"2"


def result(ticket: Ticket, points: str) -> NewResult:
    """Return a result of so many points."""
    return NewResult(
        ticket=ticket,
        total=Decimal(points),
        lowest=Decimal(points),
        most=None,
        grade=None,
        is_vetoed=False,
        gap_count=0,
        counted_from=clock.day_in("Asia/Shanghai"),
        inputs_sha256=points * 64,
        trace=points.encode(),
    )


def test_many_changes_at_once_are_one_sweep_of_what_is_stale(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    with context.store.writing() as session:
        places = checks.people.places
        ids = {
            add_enterprise(session, places.project_id, places.village_id, f"No {number}")
            for number in range(MOST_ALONE + 1)
        }
        inputs_changed(session, ids, now=clock.now())
    with context.store.reading() as session:
        waiting = session.exec(select(OutboxRow.kind)).all()
    work(context)

    assert list(waiting) == [RENEW_CAMPAIGN]
    with context.store.reading() as session:
        wanted = EvaluationFilter(checks.campaign_id, version_id=version_id)
        assert count_evaluations(session, Scope(checks.project_id), wanted) == MOST_ALONE + 3
        assert count_stale(session, checks.campaign_id) == 0
