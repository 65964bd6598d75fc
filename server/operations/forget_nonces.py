"""Forget start tokens that can no longer be sent: they live for a day."""

from datetime import timedelta

from sqlalchemy import delete, select

from server import clock
from server.operations.job_context import JobContext
from server.store.tables.surveys import SpentNonce
from server.store.upsert import table_of

KEPT_DAYS = 2
_NONCES = table_of(SpentNonce)


def forget_nonces(context: JobContext) -> None:
    """Remove the hashes of start tokens that were spent before yesterday."""
    oldest = clock.day_in(context.settings.time_zone) - timedelta(days=KEPT_DAYS)
    with context.store.reading() as session:
        is_there = select(_NONCES.c.day).where(_NONCES.c.day < oldest).limit(1)
        if session.connection().execute(is_there).first() is None:
            return
    with context.store.writing() as session:
        session.connection().execute(delete(_NONCES).where(_NONCES.c.day < oldest))
