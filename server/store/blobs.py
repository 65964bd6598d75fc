"""Files by content: written, synced and renamed before any row names them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from server.store.incoming_blobs import BlobRef, IncomingBlobs
from server.store.leftover_blobs import Leftovers

__all__ = ["BlobRef", "BlobStore"]


class BlobStore:
    """A folder of content-addressed files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> BlobRef:
        """Store bytes durably and return what they are called."""
        return self.put_chunks((data,))

    def put_chunks(self, chunks: Iterable[bytes]) -> BlobRef:
        """Store chunks durably: temporary file, sync, rename, sync of the folder."""
        with self.incoming() as incoming:
            ref = incoming.add(chunks)
            incoming.keep()
            return ref

    def incoming(self) -> IncomingBlobs:
        """Return a place for files that are kept only when a whole request was good."""
        return IncomingBlobs(self._folder)

    def path(self, sha256: str) -> Path:
        """Return where a blob lies, whether or not it is there."""
        if len(sha256) != hashlib.sha256().digest_size * 2 or not sha256.isalnum():
            raise ValueError("not a SHA-256")
        return self._folder / sha256[:2] / sha256

    def is_there(self, sha256: str) -> bool:
        """Tell whether a blob lies where it should."""
        return self.path(sha256).is_file()

    @property
    def leftovers(self) -> Leftovers:
        """The files that a process which was killed may have left behind."""
        return Leftovers(self._folder)

    def open(self, sha256: str) -> BinaryIO:
        """Open a blob for reading; raises FileNotFoundError when it is missing."""
        return self.path(sha256).open("rb")

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a blob."""
        return self.path(sha256).read_bytes()
