"""Anonymous answers on their way in: each page is put down once, however often it is sent."""

import hashlib
from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from server.store.tables.surveys import Arrival, SpentNonce
from server.store.upsert import insert_new, table_of

_NONCES = table_of(SpentNonce)


def add_arrival(session: Session, values: Mapping[str, object]) -> None:
    """Put an answer down to wait (columns by name)."""
    session.connection().execute(insert(table_of(Arrival)).values(**values))


def spend_nonce(session: Session, nonce: str, day: date) -> bool:
    """Note that a page was sent; False when it had been before."""
    values = {"nonce_hash": hashlib.sha256(nonce.encode()).digest(), "day": day}
    made = insert_new(session, SpentNonce, values, conflict_on=("nonce_hash",), returning=None)
    return made is not None


def has_nonces(session: Session, *, before: date) -> bool:
    """Tell whether a page was sent before a day."""
    statement = select(_NONCES.c.day).where(_NONCES.c.day < before).limit(1)
    return session.connection().execute(statement).first() is not None


def forget_nonces(session: Session, *, before: date) -> None:
    """Remove the nonces of pages that were sent before a day."""
    session.connection().execute(delete(_NONCES).where(_NONCES.c.day < before))
