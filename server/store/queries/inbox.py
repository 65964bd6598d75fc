"""The inbox: submissions that could not be tied to an enterprise, each with the reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from server.domain.enterprise_link import LINK_MEASURES
from server.store.queries.scope import Scope
from server.store.queries.submissions import (
    ALL_ROWS,
    Page,
    SubmissionEntry,
    SubmissionFilter,
    count_submissions,
    list_submissions,
)
from server.store.tables.submissions import MeasureValue, Submission
from server.store.upsert import table_of

_MEASURES, _SUBMISSIONS = table_of(MeasureValue), table_of(Submission)


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """An untied submission and what it says of its enterprise: (measure, text) as sent."""

    submission: SubmissionEntry
    clues: tuple[tuple[str, str], ...]


def list_inbox(session: Session, scope: Scope, page: Page = ALL_ROWS) -> tuple[InboxEntry, ...]:
    """Return what waits to be tied by hand, newest first."""
    found = list_submissions(session, scope, SubmissionFilter(is_unlinked=True), page)
    clues = clues_of(session, [one.id for one in found])
    return tuple(InboxEntry(one, tuple(clues.get(one.id, ()))) for one in found)


def count_inbox(session: Session, scope: Scope) -> int:
    """Return how many submissions wait to be tied by hand."""
    return count_submissions(session, scope, SubmissionFilter(is_unlinked=True))


def count_by_reason(session: Session, project_id: int) -> dict[str, int]:
    """Return how many submissions of a project wait, by the reason why they could not be tied."""
    statement = (
        select(_SUBMISSIONS.c.link_problem, func.count())
        .where(
            _SUBMISSIONS.c.project_id == project_id,
            _SUBMISSIONS.c.link_problem.is_not(None),
            _SUBMISSIONS.c.deleted_at.is_(None),
        )
        .group_by(_SUBMISSIONS.c.link_problem)
    )
    return {row[0]: int(row[1]) for row in session.connection().execute(statement)}


def clues_of(
    session: Session, submission_ids: Collection[int]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Return what submissions say of their enterprise, (measure, text) as sent, by their keys."""
    statement = (
        select(_MEASURES.c.submission_id, _MEASURES.c.measure, _MEASURES.c.value)
        .where(
            _MEASURES.c.submission_id.in_(sorted(submission_ids)),
            _MEASURES.c.measure.in_(sorted(LINK_MEASURES)),
        )
        .order_by(_MEASURES.c.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for submission_id, measure, value in session.connection().execute(statement):
        found.setdefault(submission_id, []).append((measure, value))
    return found
