"""Files by content: written, synced and renamed before any row names them."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class BlobRef:
    """A stored file: its SHA-256 and MD5 in lower-case hex, its size in bytes."""

    sha256: str
    md5: str
    size: int


class BlobStore:
    """A folder of content-addressed files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> BlobRef:
        """Store bytes durably and return what they are called."""
        return self.put_chunks((data,))

    def put_stream(self, stream: BinaryIO) -> BlobRef:
        """Store what a stream holds, from where it stands, in constant memory."""
        return self.put_chunks(iter(lambda: stream.read(_CHUNK), b""))

    def put_chunks(self, chunks: Iterable[bytes]) -> BlobRef:
        """Store chunks durably: temporary file, sync, rename, sync of the folder."""
        incoming = self._folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
        fd, name = tempfile.mkstemp(dir=incoming)
        temporary = Path(name)
        try:
            with os.fdopen(fd, "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                    sha256.update(chunk)
                    md5.update(chunk)
                    size += len(chunk)
                file.flush()
                os.fsync(file.fileno())
            self._keep(temporary, self.path(sha256.hexdigest()))
        finally:
            temporary.unlink(missing_ok=True)
        return BlobRef(sha256.hexdigest(), md5.hexdigest(), size)

    def path(self, sha256: str) -> Path:
        """Return where a blob lies, whether or not it is there."""
        if len(sha256) != hashlib.sha256().digest_size * 2 or not sha256.isalnum():
            raise ValueError("not a SHA-256")
        return self._folder / sha256[:2] / sha256

    def open(self, sha256: str) -> BinaryIO:
        """Open a blob for reading; raises FileNotFoundError when it is missing."""
        return self.path(sha256).open("rb")

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a blob."""
        return self.path(sha256).read_bytes()

    @staticmethod
    def _keep(temporary: Path, final: Path) -> None:
        if final.exists():
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary.rename(final)
        for folder in (final.parent, final.parent.parent):
            fd = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)
