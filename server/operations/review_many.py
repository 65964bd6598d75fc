"""Say the same of many submissions: of ticked rows at once, of a long list as a job.

Nobody approves what they have not seen: what came or changed after the list was shown is left as it
is, and told.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlmodel import Session

from server import clock
from server.domain.access import Verb
from server.domain.json_values import object_of, text_of
from server.domain.lifecycle import ReviewState
from server.operations.job_context import JobContext
from server.operations.request_job import JobRequest, request_job, scope_of_job
from server.operations.review_submission import Review, review_submission
from server.operations.run_job import RunningJob, run_job
from server.operations.seen_submission import seen_token
from server.problems import ChangedMeanwhile, NotFound
from server.store.batches import batches
from server.store.queries import processing, submission_lists
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.queries.submission_filters import SubmissionFilter
from server.store.tables.jobs import Job

REVIEW_SUBMISSIONS = "review_submissions"
MOST_AT_ONCE = 200
"""Submissions that a request reviews by itself; more of them are a job."""
_BATCH = 50
_MOMENTS = ("since", "until", "untouched_since")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many submissions were reviewed, and how many left because they had changed."""

    done_count: int = 0
    left_count: int = 0


def review_many(
    session: Session,
    by: By,
    scope: Scope,
    *,
    seen: Collection[tuple[int, str]],
    review: Review,
    zone: str,
) -> Reviewed:
    """Review submissions, by key and what was seen of each; return how many.

    Those that have changed, or are not in the scope, are left as they are.
    """
    done = left = 0
    # All of them before the first touches a list: processing locks submissions before lists too.
    processing.lock_submissions(session, [key for key, _ in seen])
    for submission_id, token in seen:
        one = replace(review, seen=token)
        try:
            review_submission(
                session, by, scope, submission_id=submission_id, review=one, zone=zone
            )
        except (ChangedMeanwhile, NotFound):
            left += 1
        else:
            done += 1
    return Reviewed(done, left)


def find_seen(
    session: Session, scope: Scope, wanted: SubmissionFilter
) -> tuple[tuple[int, str], ...]:
    """Return all submissions that a filter lets through, with what is to be seen of each."""
    found = submission_lists.list_seen(session, scope, wanted)
    return tuple((key, seen_token(revision, version)) for key, revision, version in found)


def request_reviews(
    session: Session, by: By, scope: Scope, wanted: SubmissionFilter, review: Review
) -> Job:
    """Ask for the review of all that a filter lets through within the scope."""
    request = JobRequest(
        kind=REVIEW_SUBMISSIONS,
        title=review.state.value,
        scope=scope,
        verb=Verb.SUBMISSION_REVIEW,
        parameters={
            "wanted": _to_json(wanted),
            "state": review.state.value,
            "comment": review.comment,
        },
    )
    return request_job(session, by, request)


def review_submissions(context: JobContext, payload: Mapping[str, object]) -> None:
    """Do the reviews that a job asks for."""
    run_job(context, payload, _review)


def _review(running: RunningJob) -> None:
    job, context = running.job, running.context
    scope, wanted = scope_of_job(job), _from_json(object_of(job.parameters, "wanted"))
    review = Review(
        ReviewState(text_of(job.parameters, "state")), text_of(job.parameters, "comment")
    )
    with context.store.reading() as session:
        found = find_seen(session, scope, wanted)
    done = 0
    for some in batches(found, _BATCH):
        with context.store.writing() as session:
            reviewed = review_many(
                session,
                By(job.requested_by, clock.now()),
                scope,
                seen=some,
                review=review,
                zone=context.settings.time_zone,
            )
        done += reviewed.done_count
        running.report(done, len(found))


def _to_json(wanted: SubmissionFilter) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(wanted).items()
    }


def _from_json(stored: Mapping[str, object]) -> SubmissionFilter:
    values = dict(stored)
    for name in _MOMENTS:
        moment = values[name]
        values[name] = datetime.fromisoformat(moment) if isinstance(moment, str) else None
    state = values["review_state"]
    values["review_state"] = ReviewState(state) if isinstance(state, str) else None
    return SubmissionFilter(**values)  # type: ignore[arg-type]  # as _to_json wrote them
