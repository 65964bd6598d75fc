"""Let the worker try again what it gave up, once the cause is gone: a full disk, a fault mended."""

from sqlmodel import Session

from server.store import outbox
from server.store.queries import audits
from server.store.queries.audits import By


def retry_failed_work(session: Session, by: By) -> int:
    """Put back all work that failed for good; return how many pieces there were."""
    count = outbox.try_again(session, now=by.at)
    audits.note(session, by, "job.retry", details={"count": count})
    return count
