"""Rows of blobs: which files the folder of blobs should hold."""

from datetime import datetime

from sqlmodel import Session

from server.store.blobs import BlobRef
from server.store.tables.blobs import Blob
from server.store.upsert import insert_new


def keep_blob(session: Session, ref: BlobRef, now: datetime) -> None:
    """Note that a file lies in the folder of blobs; noting it twice changes nothing."""
    values = {"sha256": ref.sha256, "md5": ref.md5, "size": ref.size, "created_at": now}
    insert_new(session, Blob, values, conflict_on=("sha256",), returning=None)
