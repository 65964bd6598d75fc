"""Entity lists as files, ready to be sent: compressed CSV, named by the hash of what is in it.

They are made of the database and can be made again at any time, so no backup needs them and no row
names them. A file appears whole or not at all, also when the power fails: a phone deletes every
entity that a list lacks.
"""

import contextlib
import gzip
import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_LAYOUT = "1"
"""Of the files; another one when their columns or their way of writing changes."""
_ENDING = ".csv.gz"
_SIZE_BYTES = 4
_LEVEL = 5


class ListFiles:
    """A folder of lists."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, hash_: str) -> BinaryIO | None:
        """Return the file of a hash, at its beginning; None when it is not there."""
        path = self._path(hash_)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return file

    def has(self, hash_: str) -> bool:
        """Tell whether the file of a hash is there, and keep it for those who will ask for it."""
        try:
            os.utime(self._path(hash_))
        except FileNotFoundError:
            return False
        return True

    def make(self, hash_: str, write: Callable[[BinaryIO], None]) -> BinaryIO:
        """Write the file of a hash and return it, at its beginning."""
        self._folder.mkdir(parents=True, exist_ok=True)
        made, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(made, "wb") as file:
                with (
                    gzip.GzipFile(
                        "", fileobj=file, mode="wb", compresslevel=_LEVEL, mtime=0
                    ) as packed,
                    io.BufferedWriter(packed) as buffered,
                ):
                    write(buffered)
                file.flush()
                os.fsync(file.fileno())
            Path(name).rename(self._path(hash_))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return self._path(hash_).open("rb")

    def forget_unused(self, *, seconds: float) -> None:
        """Remove files that nobody asked for since so many seconds, and what broke off."""
        oldest = time.time() - seconds
        if not self._folder.is_dir():
            return
        for file in self._folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if file.stat().st_mtime < oldest:
                    file.unlink()

    def _path(self, hash_: str) -> Path:
        return self._folder / f"{hash_}-{_LAYOUT}{_ENDING}"


def packed_size(file: BinaryIO) -> int:
    """Return how many bytes a file has as it lies there."""
    return os.fstat(file.fileno()).st_size


def plain_size(file: BinaryIO) -> int:
    """Return how many bytes a file has unpacked, as its own last bytes say (RFC 1952)."""
    file.seek(-_SIZE_BYTES, os.SEEK_END)
    size = int.from_bytes(file.read(_SIZE_BYTES), "little")
    file.seek(0)
    return size
