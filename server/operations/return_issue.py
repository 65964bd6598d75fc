"""Bring submissions with issues back to whoever sent them: rows of the list `issues` on the phone.

A phone can edit what it sent only while it keeps its own copy (ODK Collect's `client_editable`), so
the server can't hand the submission itself back. It hands back what is wrong with it: an entity of
a list of which each phone gets those of its own submissions. The delivered form `returned` shows
them without a network and takes an answer; an edit of the submission settles them by itself.
"""

import hashlib
import uuid
from datetime import datetime

from sqlmodel import Session

from server import clock
from server.domain.lifecycle import ReviewState
from server.store.queries import (
    areas,
    entities,
    entity_submissions,
    issues,
    links,
    submission_comments,
)
from server.store.queries.entities import ISSUES
from server.store.row_key import stored
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity, EntityVersion
from server.store.tables.submissions import Submission, SubmissionVersion

_MOST_LABEL = 500
_OF_REVIEW = ("comment", "returned_on", "reply")
"""What the office asked and the phone answered: it lasts until the office asks anew."""


def sync_issue(
    session: Session,
    submission: Submission,
    *,
    at: datetime,
    zone: str,
    is_asked_anew: bool = False,
) -> None:
    """Make the issue of a submission, which is locked, what its review state says.

    It is there or gone; asked anew, it says so and has no answer yet. The list stays locked till
    the end.
    """
    is_open = submission.review_state is ReviewState.HAS_ISSUES and submission.deleted_at is None
    project_id = submission.project_id
    if is_open:
        entities.ensure_list(session, project_id, ISSUES, properties=(), now=at)
    for found in entities.lock_lists(session, project_id, {ISSUES}):
        issue = issues.find_issue(session, stored(found.id), _uuid(submission))
        if is_open:
            data = _data(session, submission, at, zone)
            if issue is not None and not is_asked_anew:
                data |= {name: issue.data[name] for name in _OF_REVIEW if name in issue.data}
            _put(session, stored(found.id), submission, issue, data, at=at)
        elif issue is not None and issue.deleted_at is None:
            issue.deleted_at = issue.updated_at = at
            touched = [issue.area_id, _area(session, submission)]
            entities.count_area_changes(session, issue.entity_list_id, touched)
        session.flush()


def reply_to(session: Session, submission: Submission) -> str:
    """Return what the phone answered to the issue of a submission; "" for nothing."""
    found = entities.find_list(session, submission.project_id, ISSUES)
    if found is None:
        return ""
    issue = issues.find_issue(session, stored(found.id), _uuid(submission))
    return "" if issue is None else issue.data.get("reply", "")


def _uuid(submission: Submission) -> str:
    """Return the id of the issue of a submission: of version 4, or phones leave it as it is."""
    name = f"issue of {submission.form_pk}/{submission.root_instance_id}"
    return str(uuid.UUID(bytes=hashlib.sha256(name.encode()).digest()[:16], version=4))


def _put(
    session: Session,
    list_id: int,
    submission: Submission,
    issue: Entity | None,
    data: dict[str, str],
    *,
    at: datetime,
) -> None:
    """Write the issue as it is now."""
    area_id = _area(session, submission)
    if issue is None:
        issue = Entity(
            entity_list_id=list_id,
            uuid=_uuid(submission),
            label="",
            created_by=submission.submitter_id,
            created_at=at,
        )
    else:
        entities.count_area_changes(session, list_id, [issue.area_id])
        issue.current_version += 1
        issue.updated_at, issue.deleted_at = at, None
    kept = {name: value for name, value in issue.data.items() if name not in data}
    issue.label = " · ".join(filter(None, (data["enterprise"], data["form"])))[:_MOST_LABEL]
    issue.data, issue.area_id = {**kept, **data}, area_id
    session.add(issue)
    session.flush()
    session.add(_version(issue, at))
    entities.count_area_changes(session, list_id, [area_id])


def _version(issue: Entity, at: datetime) -> EntityVersion:
    """Return a version that the office made: the submission itself has not written any entity."""
    return EntityVersion(
        entity_id=stored(issue.id),
        version=issue.current_version,
        label=issue.label,
        data=dict(issue.data),
        base_version=issue.current_version - 1 or None,
        created_at=at,
    )


def _data(session: Session, submission: Submission, at: datetime, zone: str) -> dict[str, str]:
    version = session.get_one(SubmissionVersion, submission.current_version_id)
    enterprise = None
    if submission.enterprise_id is not None:
        enterprise = session.get(Enterprise, submission.enterprise_id)
    comments = submission_comments.list_comments(session, stored(submission.id))
    form_id, title = issues.form_of(session, version.form_version_id)
    return {
        "form": title,
        "form_id": form_id,
        "instance_id": submission.root_instance_id,
        "enterprise": enterprise.name if enterprise else version.instance_name or "",
        "comment": comments[0].body if comments else "",
        "returned_on": clock.day_in(zone, at).isoformat(),
        "reply": "",
    }


def _area(session: Session, submission: Submission) -> int | None:
    """Return an area that its phone is told changes of: the enterprise's, else its own first."""
    own = entity_submissions.list_areas(session, submission.submitter_id or 0)
    if submission.enterprise_id is not None:
        area_id = links.find_area(session, submission.enterprise_id)
        if not own or area_id in areas.list_ids_below(session, own):
            return area_id
    return min(own or (), default=None)
