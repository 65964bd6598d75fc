"""Areas by the names people write: a full path, its last names, or one name when it is unique."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from server.domain.areas import AreaLevel
from server.domain.import_cells import CellFault
from server.domain.import_table import ImportFault

_SEPARATOR = re.compile(r"\s*[/\\>›»、|]\s*")


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area of the tree: its id and the names from the root down to it."""

    area_id: int
    path: tuple[str, ...]
    level: AreaLevel


@dataclass(slots=True)
class AreaNames:
    """The areas that somebody may name, ready to be found."""

    areas: Iterable[KnownArea]
    _by_ending: dict[tuple[str, ...], list[KnownArea]] = field(default_factory=dict)
    _by_joined: dict[str, KnownArea] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for area in self.areas:
            self._by_joined["".join(area.path)] = area
            for start in range(len(area.path)):
                self._by_ending.setdefault(area.path[start:], []).append(area)

    def find(self, text: str) -> KnownArea:
        """Return the area that the text names. Raises CellFault."""
        names = split_path(text)
        found = self._by_ending.get(names, [])
        whole = [area for area in found if area.path == names]
        if len(whole or found) == 1:
            return (whole or found)[0]
        if found:
            raise CellFault(ImportFault.AMBIGUOUS_AREA)
        joined = self._by_joined.get("".join(names))
        if joined is None:
            raise CellFault(ImportFault.UNKNOWN_AREA)
        return joined


def split_path(text: str) -> tuple[str, ...]:
    """Return the names in a written path; "甲县/乙镇" and "甲县 > 乙镇" are the same."""
    narrow = unicodedata.normalize("NFKC", text)
    return tuple(name.strip() for name in _SEPARATOR.split(narrow) if name.strip())
