"""Comments of the office on submissions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from server.store.tables.submissions import SubmissionComment
from server.store.tables.users import Actor
from server.store.upsert import table_of

_COMMENTS, _ACTORS = table_of(SubmissionComment), table_of(Actor)


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment and who wrote it."""

    actor_id: int | None
    actor_name: str | None
    body: str
    created_at: datetime


def list_comments(session: Session, submission_id: int) -> tuple[CommentRow, ...]:
    """Return the comments on a submission, the newest first."""
    statement = (
        select(
            _COMMENTS.c.actor_id,
            _ACTORS.c.display_name,
            _COMMENTS.c.body,
            _COMMENTS.c.created_at,
        )
        .outerjoin(_ACTORS, _ACTORS.c.id == _COMMENTS.c.actor_id)
        .where(_COMMENTS.c.submission_id == submission_id)
        .order_by(_COMMENTS.c.id.desc())
    )
    return tuple(CommentRow(*row) for row in session.connection().execute(statement))
