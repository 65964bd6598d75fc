"""Submissions are read, measured and tied to an enterprise; what cannot be tied waits to be."""

from datetime import timedelta

import pytest
from sqlmodel import select

from server import clock
from server.domain.answers import Answers
from server.domain.received_submission import ReceivedFile
from server.operations.job_context import JobContext
from server.operations.process_submission import process_submission
from server.operations.tie_by_hand import tie_by_hand
from server.problems import NotFound
from server.store.queries.audits import By
from server.store.queries.links import clues_of
from server.store.queries.measures import list_measurements
from server.store.queries.scope import Scope
from server.store.queries.submission_filters import UNTIED
from server.store.queries.submission_lists import count_rows, list_rows
from server.store.queries.submissions import list_files
from server.store.row_key import stored
from server.store.tables.audits import Audit
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.submissions import MeasureValue, SubmissionVersion
from tests.site_checks import USCC, Checks, check_xml, process, send_check
from tests.surveys import make_survey


def clues(**values: str) -> Answers:
    return {"enterprise": dict(values)}


@pytest.mark.parametrize(
    "written", ["{code}", "http://localhost/q/{code}", "HTTP://LOCALHOST/Q/{code}"]
)
def test_a_scanned_code_or_poster_address_links(
    context: JobContext, checks: Checks, written: str
) -> None:
    version = send_check(context.store, checks, clues(poster=written.format(code=checks.codes[0])))

    found = process(context, version)

    assert found.enterprise_id == checks.enterprise_ids[0]
    assert (found.linked_by, found.link_problem) == ("poster", None)
    assert found.campaign_id == checks.campaign_id


def test_an_address_of_another_host_is_only_text(context: JobContext, checks: Checks) -> None:
    version = send_check(
        context.store, checks, clues(poster=f"https://evil.example.org/q/{checks.codes[0]}")
    )

    found = process(context, version)

    assert found.enterprise_id is None
    assert found.link_problem == "not_found"


def test_a_revoked_poster_links_and_is_noted(context: JobContext, checks: Checks) -> None:
    with context.store.writing() as session:
        poster = session.exec(select(Poster).where(Poster.code == checks.codes[0])).one()
        poster.revoked_at = clock.now()
    version = send_check(context.store, checks, clues(poster=checks.codes[0]))

    found = process(context, version)

    assert found.enterprise_id == checks.enterprise_ids[0]
    with context.store.reading() as session:
        assert session.get_one(SubmissionVersion, version).flags == ["revoked_poster"]


@pytest.mark.parametrize("prefix", ["", "uuid:"])
def test_an_entity_id_links(context: JobContext, checks: Checks, prefix: str) -> None:
    version = send_check(context.store, checks, clues(chosen=prefix + checks.uuids[1]))

    found = process(context, version)

    assert (found.enterprise_id, found.linked_by) == (checks.enterprise_ids[1], "entity")


@pytest.mark.parametrize(
    "written", [USCC, USCC.lower(), "9111 0000 6000 3734 1L", "９１110000600037341L"]
)
def test_a_credit_code_links_however_it_is_written(
    context: JobContext, checks: Checks, written: str
) -> None:
    found = process(context, send_check(context.store, checks, clues(uscc=written)))

    assert (found.enterprise_id, found.linked_by) == (checks.enterprise_ids[0], "credit_code")


def test_clues_that_agree_link_by_the_surest(context: JobContext, checks: Checks) -> None:
    answers = clues(poster=checks.codes[0], chosen=checks.uuids[0], uscc=USCC)

    found = process(context, send_check(context.store, checks, answers))

    assert (found.enterprise_id, found.linked_by) == (checks.enterprise_ids[0], "poster")


def test_clues_that_disagree_link_nothing(context: JobContext, checks: Checks) -> None:
    answers = clues(poster=checks.codes[1], uscc=USCC)

    found = process(context, send_check(context.store, checks, answers))

    assert (found.enterprise_id, found.link_problem) == (None, "disagreement")


def test_a_field_that_is_there_twice_links_nothing(context: JobContext, checks: Checks) -> None:
    xml = check_xml(checks, clues(uscc=USCC)).replace(
        b"</uscc>", b"</uscc><uscc>" + USCC.encode() + b"</uscc>"
    )

    found = process(context, send_check(context.store, checks, xml))

    assert (found.enterprise_id, found.link_problem) == (None, "duplicate_field")


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, "no_clue"),
        (clues(uscc="91110000600037341X"), "not_found"),
        (clues(chosen="00000000-0000-4000-8000-000000000000"), "not_found"),
        (clues(poster="AAAAA-AAAAA"), "not_found"),
    ],
)
def test_what_cannot_be_tied_waits_in_the_inbox_with_the_reason(
    context: JobContext, checks: Checks, answers: Answers, reason: str
) -> None:
    version = send_check(context.store, checks, answers)

    found = process(context, version)

    assert (found.enterprise_id, found.linked_by, found.link_problem) == (None, None, reason)
    with context.store.reading() as session:
        (row,) = list_rows(session, Scope(checks.project_id), UNTIED, limit=2)
        assert (row.id, row.link_problem) == (found.id, reason)
        sent = clues_of(session, [row.id]).get(row.id, ())
        township = Scope(checks.project_id, frozenset({checks.people.places.township_id}))
        assert count_rows(session, township, UNTIED) == 0
    given = answers.get("enterprise")
    assert len(sent) == (len(given) if isinstance(given, dict) else 0)


def test_tying_by_hand_moves_the_measures_and_is_audited(
    context: JobContext, checks: Checks
) -> None:
    answers: Answers = {"facts": {"headcount": "120"}}
    version = send_check(context.store, checks, answers)
    found = process(context, version)
    scope = Scope(checks.project_id)
    by = By(checks.people.county_office.id, clock.now())

    with context.store.writing() as session:
        tied = tie_by_hand(
            session,
            by,
            scope,
            submission_id=stored(found.id),
            enterprise_id=checks.enterprise_ids[1],
            zone="Asia/Shanghai",
        )
        assert (tied.enterprise_id, tied.linked_by) == (checks.enterprise_ids[1], "hand")
    again = process(context, version)

    assert (again.enterprise_id, again.linked_by) == (checks.enterprise_ids[1], "hand")
    assert (again.link_problem, again.campaign_id) == (None, checks.campaign_id)
    with context.store.reading() as session:
        (measured,) = list_measurements(session, scope, measures={"enterprise.headcount"})
        assert (measured.enterprise_id, measured.value) == (checks.enterprise_ids[1], "120")
        audit = session.exec(select(Audit).where(Audit.action == "submission.link")).one()
        assert audit.actor_id == checks.people.county_office.id
        assert count_rows(session, scope, UNTIED) == 0


def test_nobody_ties_what_lies_outside_their_areas(context: JobContext, checks: Checks) -> None:
    found = process(context, send_check(context.store, checks, {}))
    scope = Scope(checks.project_id, frozenset({checks.people.places.township_id}))

    with pytest.raises(NotFound), context.store.writing() as session:
        tie_by_hand(
            session,
            By(checks.people.township_office.id, clock.now()),
            scope,
            submission_id=stored(found.id),
            enterprise_id=checks.enterprise_ids[0],
            zone="Asia/Shanghai",
        )


def test_answers_files_and_measures_are_derived_and_running_again_changes_nothing(
    context: JobContext, checks: Checks
) -> None:
    answers: Answers = {
        "enterprise": {"uscc": USCC},
        "facts": {"headcount": "120"},
        "labour_contracts": {"roster": "yes", "roster_photo": "a.jpg"},
        "wages": {"wage_ledger_photo": "b.jpg"},
    }
    came = ReceivedFile("b.jpg", "image/jpeg", "0" * 64, "0" * 32, 3)
    extra = ReceivedFile("z.jpg", "image/jpeg", "1" * 64, "1" * 32, 3)
    version = send_check(context.store, checks, answers, files=(came, extra))

    states = []
    for _ in range(2):
        process(context, version)
        with context.store.reading() as session:
            row = session.get_one(SubmissionVersion, version)
            files = [
                (one.name, one.is_expected, one.blob_sha256 is not None)
                for one in list_files(session, version)
            ]
            measures = sorted(
                (one.measure, one.value, one.enterprise_id, one.day)
                for one in session.exec(select(MeasureValue))
            )
            states.append((row.answers, row.flags, files, measures))

    assert states[0] == states[1]
    stored_answers, flags, files, measures = states[0]
    assert stored_answers is not None
    assert stored_answers["facts"] == {"headcount": "120"}
    assert flags == []
    assert files == [("a.jpg", True, False), ("b.jpg", True, True), ("z.jpg", False, True)]
    today = clock.day_in("Asia/Shanghai")
    assert measures == [
        ("contracts.roster", "yes", checks.enterprise_ids[0], today),
        ("enterprise.headcount", "120", checks.enterprise_ids[0], today),
        ("link.uscc", USCC, checks.enterprise_ids[0], today),
    ]


def test_the_campaign_is_that_of_the_area_on_the_day_of_arrival(
    context: JobContext, checks: Checks
) -> None:
    early = send_check(context.store, checks, clues(uscc=USCC), at=clock.now() - timedelta(days=40))
    with context.store.writing() as session:
        session.get_one(Campaign, checks.campaign_id).closed_at = clock.now()
    same_day = send_check(context.store, checks, clues(uscc=USCC))
    later = send_check(context.store, checks, clues(uscc=USCC), at=clock.now() + timedelta(days=2))

    campaigns = [process(context, one).campaign_id for one in (early, same_day, later)]

    assert campaigns == [None, checks.campaign_id, None]


def test_an_enterprise_of_another_project_is_not_found(context: JobContext, checks: Checks) -> None:
    other = make_survey(context.store, form=checks.form)

    found = process(context, send_check(context.store, checks, clues(poster=other.code)))

    assert (found.enterprise_id, found.link_problem) == (None, "not_found")


def test_a_version_that_is_gone_is_no_error(context: JobContext) -> None:
    process_submission(context, {"submission_version_id": 4711})

    with context.store.reading() as session:
        assert session.exec(select(MeasureValue)).all() == []
