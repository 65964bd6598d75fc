"""Files on their way in: written and hashed while a body arrives, kept only when it was whole."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from server.problems import StorageFailed


@dataclass(frozen=True, slots=True)
class BlobRef:
    """A stored file: its SHA-256 and MD5 in lower-case hex, its size in bytes."""

    sha256: str
    md5: str
    size: int


@dataclass(frozen=True, slots=True)
class _Incoming:
    temporary: Path
    final: Path


class IncomingBlobs:
    """Temporary files of one request; what is not kept when the block ends is removed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[_Incoming] = []

    def __enter__(self) -> Self:
        """Start with no files."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was not kept."""
        for file in self._files:
            file.temporary.unlink(missing_ok=True)

    def add(self, chunks: Iterable[bytes]) -> BlobRef:
        """Write chunks to a synced temporary file and return what the blob will be called.

        Raises StorageFailed when the disk does not take them.
        """
        sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
        with _as_problem():
            fd, name = tempfile.mkstemp(dir=self._incoming())
            self._files.append(_Incoming(Path(name), Path(name)))
            with os.fdopen(fd, "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                    sha256.update(chunk)
                    md5.update(chunk)
                    size += len(chunk)
                file.flush()
                os.fsync(file.fileno())
        digest = sha256.hexdigest()
        self._files[-1] = _Incoming(Path(name), self._folder / digest[:2] / digest)
        return BlobRef(digest, md5.hexdigest(), size)

    def keep(self) -> None:
        """Put all files where they belong, durably: renamed, then the folders synced once each."""
        folders: dict[Path, None] = {}
        with _as_problem():
            for file in self._files:
                folder = file.final.parent
                if not folder.exists():
                    folder.mkdir(parents=True, exist_ok=True)
                    folders[folder.parent] = None
                try:
                    os.utime(file.final)  # young again: a file that no row names yet is left alone
                except FileNotFoundError:
                    file.temporary.rename(file.final)
                # Also when the file was there: whoever put it there may not have synced yet.
                folders[folder] = None
            for folder in folders:
                _sync(folder)

    def _incoming(self) -> Path:
        incoming = self._folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        return incoming


@contextmanager
def _as_problem() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFailed from error


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
