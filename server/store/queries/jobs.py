"""Jobs: the long pieces of work that people asked for, with progress and result."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from server.store.tables.jobs import Job

UNFINISHED = ("waiting", "running")


def count_unfinished(session: Session, project_id: int) -> int:
    """Return how many jobs of a project wait or run."""
    statement = select(func.count()).where(
        col(Job.project_id) == project_id, col(Job.state).in_(UNFINISHED)
    )
    return int(session.connection().execute(statement).scalar_one())
