"""How a change meets an entity that moved on: its base, and whether the two are in conflict.

A branch is what one phone did offline to one entity: its first change starts from the trunk, the
version that the phone had got, every further one from the change before it (ODK offline entities).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.domain.entity_changes import EntityChange

LABEL = "label"
"""How the label is named among properties that are in conflict."""


class Conflict(StrEnum):
    """How an update that did not start from the newest version gets in its way."""

    SOFT = "soft"
    """Others changed the entity meanwhile, but other properties."""
    HARD = "hard"
    """Others changed the same property to another value; the later value is the one that stands."""


class NoBase(StrEnum):
    """Why there is no version that a change starts from."""

    TO_COME = "to_come"
    """The change before it on the phone has not arrived yet."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """A version of an entity, as far as a change must know it."""

    version: int
    label: str
    data: Mapping[str, str]
    branch_id: str | None = None
    branch_base_version: int | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """An entity after a change: the last write wins, property by property."""

    label: str
    data: Mapping[str, str]
    base_version: int
    conflict: Conflict | None
    conflicting: tuple[str, ...] = ()


def find_base(change: EntityChange, versions: Sequence[KnownVersion]) -> KnownVersion | NoBase:
    """Return the version that a change started from; `versions` is empty for an unknown entity."""
    wanted = change.base_version or 0
    if change.branch_id is None or wanted == change.trunk_version:
        return _numbered(versions, wanted) or NoBase.UNKNOWN
    if wanted == 1:
        return _numbered(versions, 1) or NoBase.TO_COME
    before = (
        one
        for one in versions
        if one.branch_id == change.branch_id and one.branch_base_version == wanted - 1
    )
    return next(before, NoBase.TO_COME)


def is_made_early(versions: Sequence[KnownVersion]) -> bool:
    """Tell whether an entity came of an update whose creation had not arrived."""
    return bool(versions) and versions[0].branch_base_version is not None


def merge(change: EntityChange, base: KnownVersion, versions: Sequence[KnownVersion]) -> Merged:
    """Return the entity after a change that started from one of its versions, oldest first."""
    current = versions[-1]
    given = dict(change.properties)
    data = {**current.data, **given}
    if base.version == current.version:
        is_soft = _is_interrupted(change, versions)
        conflict = Conflict.SOFT if is_soft else None
        return Merged(change.label or current.label, data, base.version, conflict)
    if change.label is not None:
        given[LABEL] = change.label
    conflicting = tuple(sorted(_conflicting(given, base, current)))
    conflict = Conflict.HARD if conflicting else Conflict.SOFT
    return Merged(change.label or current.label, data, base.version, conflict, conflicting)


def graver(one: str | None, other: str | None) -> str | None:
    """Return the graver of two conflicts: an unresolved one never becomes less by itself."""
    return max((one, other), key=lambda found: list(_GRAVITY).index(found))


_GRAVITY: tuple[str | None, ...] = (None, Conflict.SOFT, Conflict.HARD)


def _conflicting(
    given: Mapping[str, str], base: KnownVersion, current: KnownVersion
) -> Sequence[str]:
    was, now = {**base.data, LABEL: base.label}, {**current.data, LABEL: current.label}
    return [
        name
        for name, value in given.items()
        if now.get(name, "") != was.get(name, "") and now.get(name, "") != value
    ]


def _is_interrupted(change: EntityChange, versions: Sequence[KnownVersion]) -> bool:
    """Tell whether others changed the entity since the phone got it, between its own changes."""
    if change.branch_id is None or change.trunk_version is None:
        return False
    return any(
        one.version > change.trunk_version and one.branch_id != change.branch_id for one in versions
    )


def _numbered(versions: Sequence[KnownVersion], number: int) -> KnownVersion | None:
    return next((one for one in versions if one.version == number), None)
