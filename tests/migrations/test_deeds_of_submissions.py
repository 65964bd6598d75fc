"""What was noted of submissions is found by their keys, and by their IDs when going back."""

import importlib

import pytest
from sqlmodel import select

from server.operations.comment_submission import comment_submission
from server.operations.job_context import JobContext
from server.store import migrate
from server.store.queries.scope import Scope
from server.store.tables.audits import Audit
from server.store.tables.submissions import SubmissionVersion
from server.store.transaction import Store
from tests import factories
from tests.site_checks import Checks
from tests.web.office_checks import Sent, send

_THIS = importlib.import_module("server.migrations.versions.20261122_8_deeds")
BEFORE: str = _THIS.down_revision


@pytest.fixture
def sent(context: JobContext, checks: Checks) -> Sent:
    """Give a check that somebody of the office has commented on."""
    made = send(context, checks)
    with context.store.writing() as session:
        comment_submission(
            session,
            factories.by(checks.people.county_office.id),
            Scope(checks.project_id),
            submission_id=made.submission_id,
            body="Well done",
        )
    return made


def _noted_of(store: Store) -> str | None:
    with store.reading() as session:
        return session.exec(
            select(Audit.actee_id).where(Audit.action == "submission.comment")
        ).one()


def test_what_was_noted_goes_from_ids_to_keys_and_back(store: Store, sent: Sent) -> None:
    with store.reading() as session:
        named = session.get_one(SubmissionVersion, sent.version_id).instance_id

    now = _noted_of(store)
    migrate.downgrade(store, BEFORE)
    before = _noted_of(store)
    migrate.upgrade(store)

    assert (now, before, _noted_of(store)) == (str(sent.submission_id), named, now)
