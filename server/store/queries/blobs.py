"""Rows of blobs: which files the folder of blobs should hold."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from server.store.batches import batches
from server.store.blobs import BlobRef
from server.store.tables.blobs import Blob
from server.store.upsert import insert_new, table_of


def keep_blob(session: Session, ref: BlobRef, now: datetime) -> None:
    """Note that a file lies in the folder of blobs; noting it twice changes nothing."""
    values = {"sha256": ref.sha256, "md5": ref.md5, "size": ref.size, "created_at": now}
    insert_new(session, Blob, values, conflict_on=("sha256",), returning=None)


def list_known(session: Session, hashes: Collection[str]) -> frozenset[str]:
    """Return those of some blobs that have a row."""
    column, known = table_of(Blob).c.sha256, set[str]()
    for some in batches(sorted(hashes)):
        statement = select(column).where(column.in_(some))
        known.update(session.connection().execute(statement).scalars())
    return frozenset(known)
