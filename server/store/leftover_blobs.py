"""Files in the folder of blobs that nothing names: a killed process had no time for its row.

They are set aside first and removed a day later, so that a row that comes in between finds its file
again.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path

PARTS = 256
"""Folders that blobs are spread over, by the first two digits of their hash."""

_ASIDE = "incoming"
_HASH_DIGITS = 64


class Leftovers:
    """A look at the folder of blobs for what is too much in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside = folder / _ASIDE

    def list_old(self, part: int, before: datetime) -> frozenset[str]:
        """Return the blobs of a part that lie there unchanged since a moment."""
        return _names_of_old(self._folder / f"{part:02x}", before)

    def set_aside(self, sha256: str) -> None:
        """Take a blob away, but keep it for a while; another worker may have been faster."""
        aside = self._aside / sha256
        self._aside.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            (self._folder / sha256[:2] / sha256).rename(aside)
            aside.touch()

    def list_aside(self, before: datetime) -> frozenset[str]:
        """Return what was set aside before a moment, and uploads that broke off before it."""
        return _names_of_old(self._aside, before)

    def bring_back(self, sha256: str) -> None:
        """Put a blob back that a row names after all."""
        with suppress(FileNotFoundError):
            (self._aside / sha256).rename(self._folder / sha256[:2] / sha256)

    def remove(self, name: str) -> None:
        """Remove what was set aside."""
        (self._aside / name).unlink(missing_ok=True)


def blobs_among(names: Collection[str]) -> frozenset[str]:
    """Return the names that are hashes; the others are of uploads that broke off."""
    return frozenset(name for name in names if len(name) == _HASH_DIGITS)


def _names_of_old(folder: Path, before: datetime) -> frozenset[str]:
    if not folder.is_dir():
        return frozenset()
    return frozenset(file.name for file in folder.iterdir() if _is_old(file, before))


def _is_old(file: Path, before: datetime) -> bool:
    try:
        return file.stat().st_mtime < before.timestamp()
    except FileNotFoundError:  # an upload that has just ended
        return False
