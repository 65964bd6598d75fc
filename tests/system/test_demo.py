"""The demonstration: made once, by strangers over a socket, and nothing of it is lost."""

import stat
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, col, func, select

from server import clock, passwords
from server.demo.accounts import DemoAccount
from server.demo.enterprises import demo_enterprises
from server.demo.entrants import EVALUATION_BATCH, entrants_of
from server.demo.first_run import prepare_first_run, request_demo
from server.demo.given_points import sends_form
from server.demo.size import DemoSize
from server.demo.turnout import planned_answers
from server.domain.credit_code import is_credit_code
from server.operations.change_campaign import close_campaign
from server.operations.write_enterprise import EnterpriseWrite, write_enterprises
from server.settings import Settings
from server.store.queries import jobs, tallies
from server.store.queries.audits import By
from server.store.queries.enterprises import list_facts
from server.store.queries.releases import list_results
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from server.store.tables.jobs import Job
from server.store.tables.projects import Project
from server.store.tables.submissions import RejectedPayload, Submission, SubmissionAttachment
from server.store.tables.users import User
from server.store.transaction import Store
from tests.system import processes, sent_findings, told_stories

_SMALL = DemoSize(enterprises=14, answers=180, checks=6, entrants=4)
_COUNTY = demo_enterprises(_SMALL.enterprises)
_ENTRANTS = entrants_of(_COUNTY, _SMALL.entrants)
_SELF_FORMS = sum(map(sends_form, _ENTRANTS))
_PATIENCE_SECONDS = 150.0


@pytest.fixture
def served(settings: Settings) -> Settings:
    """Give settings of a server on a free port, which makes the demonstration."""
    port = processes.free_port()
    return settings.model_copy(
        update={"port": port, "public_base_url": f"http://127.0.0.1:{port}", "demo": True}
    )


def _count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def _job(store: Store) -> Job:
    with store.reading() as session:
        job = jobs.find_newest(session, "fill_demo")
    assert job is not None
    return job


def _wait(holds: Callable[[], bool], store: Store) -> None:
    ends = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < ends, f"in vain: {_job(store)}"
        assert _job(store).state != jobs.FAILED, _job(store).message
        time.sleep(0.1)


def _is_finished(store: Store) -> Callable[[], bool]:
    return lambda: _job(store).state == jobs.FINISHED


def _planned(batch: int) -> dict[str, int]:
    if batch == EVALUATION_BATCH:
        return {one.name: one.answer_count for one in _ENTRANTS}
    headcounts = [one.headcount for one in _COUNTY]
    counts = planned_answers(batch, headcounts, _SMALL.answers_in(batch))
    return {one.name: count for one, count in zip(_COUNTY, counts, strict=True) if count}


def _stored(session: Session) -> list[dict[str, int]]:
    """Return the answers of each campaign by the enterprise's name."""
    names = {one.id: one.name for one in session.exec(select(Enterprise))}
    return [
        {
            names[key]: count
            for key, count in tallies.count_by_enterprise(session, one.id or 0).items()
        }
        for one in session.exec(select(Campaign).order_by(col(Campaign.id)))
    ]


_BATCHES = (1, 2, EVALUATION_BATCH)
_ANSWERS = sum(sum(_planned(batch).values()) for batch in _BATCHES)


def _check_everything(store: Store) -> None:
    with store.reading() as session:
        assert _stored(session) == [_planned(batch) for batch in _BATCHES]
        assert _count(session, Enterprise) == _SMALL.enterprises
        assert all(is_credit_code(one.uscc or "") for one in session.exec(select(Enterprise)))
        follow_ups = sent_findings.count_follow_ups(session)
        sent = _SMALL.checks + _SELF_FORMS + follow_ups + _SMALL.visits
        assert _count(session, Submission) == sent
        sent_findings.check_findings(session)
        assert _count(session, RejectedPayload) == 1
        files = session.exec(select(SubmissionAttachment)).all()
        assert len(files) >= _SMALL.checks
        assert sum(file.blob_sha256 is None for file in files) == 1
        campaigns = session.exec(select(Campaign).order_by(col(Campaign.id))).all()
        assert [one.closed_at is None for one in campaigns] == [False, True, False]
    job = _job(store)
    assert job.done_count == job.total_count == _ANSWERS + sent
    assert job.parameters["postedChecks"] in range(_SMALL.checks + 1)


def test_what_strangers_posted_is_what_the_office_counts(served: Settings, store: Store) -> None:
    assert request_demo(store, served, _SMALL)
    assert not request_demo(store, served, _SMALL)
    with processes.worker(served), processes.web_server(served):
        _wait(_is_finished(store), store)
        _wait(lambda: _released(store) == _shown(), store)
        _wait(lambda: told_stories.count_stale(store) == 0, store)
    _check_everything(store)
    assert _posted_answers(store) == _ANSWERS
    assert _job(store).parameters["postedChecks"] == _SMALL.checks
    assert _job(store).parameters["postedSelfForms"] == _SELF_FORMS
    told_stories.check_stories(store, _ENTRANTS)
    before = _size(store)
    told_stories.fill_again(store, served)
    assert prepare_first_run(store, served)
    assert not request_demo(store, served)
    assert _size(store) == before


def _posted_answers(store: Store) -> object:
    """Return how many answers the posting process had acknowledged."""
    return _job(store).parameters["postedAnswers"]


def _shown() -> tuple[dict[str, int], dict[str, int]]:
    """Return the counts that the office may see: figures of the first, counts of the second."""
    first, second = (
        {name: count for name, count in _planned(batch).items() if count >= 5} for batch in (1, 2)
    )
    return first, second


def _released(store: Store) -> tuple[dict[str, int], dict[str, int]]:
    with store.reading() as session:
        first, second, _ = session.exec(select(Campaign.id).order_by(col(Campaign.id))).all()
        project_id = session.exec(select(Project.id)).one()
        assert project_id is not None
        results = list_results(session, Scope(project_id))
    figures = {
        one.enterprise_name: one.figures.answer_count
        for one in results
        if one.campaign_id == first and one.figures is not None
    }
    counts = {
        one.enterprise_name: one.count.answer_count
        for one in results
        if one.campaign_id == second and one.count.answer_count is not None
    }
    return figures, counts


def _size(store: Store) -> list[int]:
    with store.reading() as session:
        return [_count(session, table) for table in told_stories.TABLES]


def test_a_worker_that_was_killed_posts_nothing_twice(
    served: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_demo(store, served, _SMALL)
    with processes.web_server(served):
        with processes.worker(served) as first:
            _wait(lambda: _job(store).done_count >= 15, store)
            processes.kill(first)
        monkeypatch.setattr("server.demo.demo_job._DEAD_AFTER", timedelta())
        assert prepare_first_run(store, served)
        with processes.worker(served):
            _wait(_is_finished(store), store)
    _check_everything(store)


def test_a_worker_that_was_stopped_leaves_every_count_right(served: Settings, store: Store) -> None:
    request_demo(store, served, _SMALL)
    with processes.web_server(served):
        with processes.worker(served):
            _wait(lambda: _job(store).done_count >= 15, store)
        assert _job(store).state == jobs.RUNNING
        with processes.worker(served):
            _wait(_is_finished(store), store)
    _check_everything(store)
    assert _posted_answers(store) == _ANSWERS


def test_visitors_may_change_the_county_while_it_fills(served: Settings, store: Store) -> None:
    request_demo(store, served, _SMALL)
    with processes.web_server(served), processes.worker(served):
        _wait(lambda: _job(store).done_count >= 15, store)
        _rename_one_and_add_its_namesakes(store)
        _wait(lambda: _answers_in_second(store) >= 5, store)
        _close_second(store)
        _wait(_is_finished(store), store)

    with store.reading() as session:
        assert _count(session, Enterprise) == _SMALL.enterprises + 2
        first = session.exec(select(Campaign.id).order_by(col(Campaign.id))).first()
        answered = tallies.count_by_enterprise(session, first or 0)
    assert sum(answered.values()) == sum(_planned(1).values())
    assert _job(store).parameters["postedChecks"] == _SMALL.checks


def _rename_one_and_add_its_namesakes(store: Store) -> None:
    by = By(None, clock.now())
    with store.writing() as session:
        first, second = session.exec(select(Enterprise).order_by(col(Enterprise.id)).limit(2))
        known = list_facts(session, first.project_id)
        facts = [known[first.id or 0], known[second.id or 0]]
        writes = [
            EnterpriseWrite(replace(facts[0], name="Renamed"), enterprise_id=first.id),
            EnterpriseWrite(replace(facts[0], uscc=None)),
            EnterpriseWrite(replace(facts[1], uscc=None)),
        ]
        write_enterprises(session, by, first.project_id, writes)


def _second(session: Session) -> Campaign:
    found = session.exec(select(Campaign).order_by(col(Campaign.id))).all()
    return found[1] if len(found) > 1 else Campaign()


def _answers_in_second(store: Store) -> int:
    with store.reading() as session:
        return sum(tallies.count_by_enterprise(session, _second(session).id or 0).values())


def _close_second(store: Store) -> None:
    by = By(None, clock.now())
    with store.writing() as session:
        campaign = _second(session)
        close_campaign(session, by, Scope(campaign.project_id), campaign.id or 0)


def test_without_demo_nothing_is_made(settings: Settings, store: Store) -> None:
    assert prepare_first_run(store, settings) == ()
    assert _size(store) == [0] * len(told_stories.TABLES)
    assert not (settings.keys_dir / "demo_accounts").exists()


def test_the_accounts_have_random_passwords_in_a_file_of_the_owner(
    served: Settings, store: Store
) -> None:
    accounts = prepare_first_run(store, served)
    assert [account.role for account in accounts] == [
        "administrator",
        "data steward",
        "county office",
        "township office",
        "viewer",
    ]
    assert len({account.password for account in accounts}) == 5
    assert stat.S_IMODE((served.keys_dir / "demo_accounts").stat().st_mode) == 0o600
    assert stat.S_IMODE(served.keys_dir.stat().st_mode) == 0o700
    assert all(_logs_in(store, account) for account in accounts)
    assert prepare_first_run(store, served) == accounts


def _logs_in(store: Store, account: DemoAccount) -> bool:
    with store.reading() as session:
        user = session.exec(select(User).where(User.email == account.email)).one()
    return passwords.is_password(account.password, user.password_hash)
