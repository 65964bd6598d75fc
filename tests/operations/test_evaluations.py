"""Evaluations follow their inputs: what came in is scored within moments, and only once."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlmodel import select

from server import clock
from server.domain.lifecycle import ReviewState
from server.domain.schemes.exact.outcome import GapReason
from server.operations.assign_scheme import unassign_scheme
from server.operations.exclude_submission import exclude_submission
from server.operations.inputs_changed import (
    inputs_changed,
    project_changed,
)
from server.operations.job_context import JobContext
from server.operations.review_submission import Review, review_submission
from server.problems import MissingParameter
from server.store.queries import schemes
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.assessments import Assessment
from server.store.tables.records import DepartmentRecord, HeldTitle
from tests.evaluated import (
    HALL,
    PLEASED,
    SIGNED,
    assign,
    by,
    check,
    evaluate_checks,
    evaluations_of,
    only,
    publish,
    submit_points,
    table,
    trace,
    work,
)
from tests.site_checks import USCC, Checks


@pytest.fixture
def version_id(context: JobContext, checks: Checks) -> int:
    """Give a version that evaluates the campaign: 10 points by hand, 20 for contracts signed."""
    return evaluate_checks(context, checks)


def test_assigning_evaluates_all_enterprises_and_what_is_missing_is_a_gap(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    for place in (0, 1):
        (found,) = evaluations_of(context.store, checks.project_id, checks.enterprise_ids[place])

        assert (found.total, found.lowest, found.most) == (None, Decimal(0), Decimal(30))
        assert (found.gap_count, found.grade, found.is_stale) == (2, None, False)
        assert found.version_id == version_id


def test_a_submission_is_scored_as_soon_as_it_is_processed(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    with context.store.writing() as session:
        ids = (checks.campaign_id, version_id, checks.enterprise_ids[0])
        submit_points(session, *ids, A="8.5")

    submission_id = check(context, checks, "97.5")

    (found,) = evaluations_of(context.store, checks.project_id, checks.enterprise_ids[0])
    assert (found.total, found.grade, found.gap_count) == (Decimal(26), "T", 0)
    (used,) = trace(context, checks).rows["B"].used
    assert (used.origin, used.value) == (f"submission:{submission_id}", Decimal("97.5"))


def test_points_given_after_midnight_bear_the_day_of_the_office(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    first = checks.enterprise_ids[0]
    with context.store.writing() as session:
        submit_points(session, checks.campaign_id, version_id, first, A="8.5")
        given = session.exec(select(Assessment)).one()
        given.submitted_at = dt.datetime(2026, 11, 19, 16, 30, tzinfo=dt.UTC)
        inputs_changed(session, [first], now=clock.now())
    work(context)

    (used,) = trace(context, checks).rows["A"].used

    assert used.on == dt.date(2026, 11, 20)


@pytest.mark.parametrize("state", [ReviewState.REJECTED, ReviewState.HAS_ISSUES])
def test_a_submission_that_is_not_accepted_does_not_count(
    context: JobContext, checks: Checks, version_id: int, state: ReviewState
) -> None:
    submission_id = check(context, checks, "100")
    before = only(context, checks)

    with context.store.writing() as session:
        review_submission(
            session,
            by(),
            Scope(checks.project_id),
            submission_id=submission_id,
            review=Review(state),
            zone="Asia/Shanghai",
        )
    stale = only(context, checks)
    work(context)

    assert (before.lowest, before.scheme_version_id) == (Decimal(20), version_id)
    assert stale.generation > stale.computed_generation
    assert only(context, checks).lowest == Decimal(0)


def test_a_submission_left_out_with_a_reason_does_not_count_until_it_is_let_in_again(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    submission_id = check(context, checks, "100")
    lowest = []

    for reason in ("检查日企业停产", None):
        with context.store.writing() as session:
            scope = Scope(checks.project_id)
            exclude_submission(session, by(), scope, submission_id=submission_id, reason=reason)
        work(context)
        lowest.append(only(context, checks).lowest)

    assert lowest == [Decimal(0), Decimal(20)]
    assert only(context, checks).scheme_version_id == version_id
    with pytest.raises(MissingParameter), context.store.writing() as session:
        exclude_submission(session, by(), scope, submission_id=submission_id, reason=" ")


def test_arrears_inside_the_window_bar_the_grade_and_older_ones_do_not(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    enterprise_id, today = checks.enterprise_ids[0], clock.day_in("Asia/Shanghai")
    seen = []

    for days in (900, 100):
        with context.store.writing() as session:
            ids = (checks.campaign_id, version_id, enterprise_id)
            if days == 900:
                submit_points(session, *ids, A="10")
            record = DepartmentRecord(
                project_id=checks.project_id,
                kind="arrears",
                enterprise_id=enterprise_id,
                credit_code=USCC,
                dated_on=today - dt.timedelta(days=days),
                source="处理决定书〔2026〕3号",
                created_at=clock.now(),
            )
            session.add(record)
            session.flush()
            inputs_changed(session, {enterprise_id}, now=clock.now())
        check(context, checks, "100")
        seen.append((only(context, checks).is_vetoed, only(context, checks).grade))

    assert seen == [(False, "T"), (True, None)]
    assert trace(context, checks).vetoes["V"].fires


def test_the_nearest_area_says_which_table_counts(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    places = checks.people.places
    other = publish(context, checks.project_id, table(HALL, slug="town", version="1"))

    assign(context.store, checks.project_id, checks.campaign_id, other, area_id=places.township_id)
    work(context)

    found = [
        [one.scheme for one in evaluations_of(context.store, checks.project_id, key)]
        for key in checks.enterprise_ids
    ]
    assert found == [["town"], ["made"]]
    with context.store.writing() as session:
        rows = schemes.list_campaign_schemes(session, checks.campaign_id)
        for row, _, version in rows:
            if version.id == other:
                unassign_scheme(
                    session, by(), Scope(checks.project_id), checks.campaign_id, stored(row.id)
                )
    work(context)
    (again,) = evaluations_of(context.store, checks.project_id, checks.enterprise_ids[0])
    assert again.version_id == version_id


def test_a_scheme_looks_at_the_result_of_another_after_it_changed(
    context: JobContext, checks: Checks, version_id: int
) -> None:
    row = {
        "code": "R",
        "kind": "manual_range",
        "points": "30",
        "max": "30",
        "measure": "scheme:made:B",
        "source": "scheme",
        "parent": "G",
    }
    looking = publish(context, checks.project_id, table(row, slug="a_first_by_name"))
    assign(context.store, checks.project_id, checks.campaign_id, looking)

    check(context, checks, "95")

    found = {
        one.scheme: one
        for one in evaluations_of(context.store, checks.project_id, checks.enterprise_ids[0])
    }
    assert found["a_first_by_name"].total == Decimal(15)
    assert found["made"].version_id == version_id


def test_titles_and_register_facts_are_inputs(context: JobContext, checks: Checks) -> None:
    size = {**SIGNED, "code": "S", "measure": "headcount", "source": "register"}
    held = {"code": "H", "kind": "veto", "measure": "title:aaa", "name_zh": "已获"}
    cells = table(size)
    made = publish(
        context,
        checks.project_id,
        type(cells)(
            cells.settings,
            cells.indicators,
            cells.parameters,
            (*cells.vetoes, type(cells.vetoes[0])(held, "vetoes", 9)),
            cells.grades,
        ),
    )
    assign(context.store, checks.project_id, checks.campaign_id, made)
    with context.store.writing() as session:
        title = HeldTitle(
            project_id=checks.project_id,
            enterprise_id=checks.enterprise_ids[0],
            credit_code=USCC,
            code="aaa",
            since=dt.date(2025, 5, 1),
            created_at=clock.now(),
        )
        session.add(title)
        session.flush()
        project_changed(session, checks.project_id, now=clock.now())

    work(context)

    first, second = only(context, checks, 0), only(context, checks, 1)
    assert (first.is_vetoed, second.is_vetoed) == (True, False)
    assert first.lowest == Decimal(0)
    (used,) = trace(context, checks).rows["S"].used
    assert used.value == Decimal(40)
    assert trace(context, checks).gaps == ()


def test_before_the_survey_is_released_its_figures_are_gaps_with_their_reason(
    context: JobContext, checks: Checks
) -> None:
    made = publish(context, checks.project_id, table(PLEASED))
    assign(context.store, checks.project_id, checks.campaign_id, made)

    work(context)

    assert trace(context, checks).rows["C"].outcome.gap is GapReason.NOT_RELEASED
