"""Entity lists on a phone like Collect: what forms change offline, and merging with the server's.

Written from the protocol alone, like `collect_client`; it knows nothing of the server's code.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.collect_wire import EntityRow


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """An entity on the phone: its own version, and the server's that it grew from."""

    label: str
    version: int
    properties: Mapping[str, str]
    is_online: bool
    trunk_version: int | None
    branch_id: str

    @property
    def is_dirty(self) -> bool:
        """Whether the phone changed it since the server's version."""
        return self.version != self.trunk_version


@dataclass(slots=True)
class EntityList:
    """An entity list on the phone, shared by all its forms."""

    hash: str
    rows: dict[str, LocalEntity] = field(default_factory=dict)
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class EntityAction:
    """What a finalised form says of an entity."""

    list_name: str
    uuid: str
    is_create: bool
    label: str | None
    properties: Mapping[str, str]


Deleted = Callable[[list[str]], Mapping[str, bool]]
"""Asks the integrity address which of some entities are deleted."""


def apply_action(lists: Mapping[str, EntityList], action: EntityAction) -> None:
    """Do at once on the phone what a finalised form says; without the list nothing happens."""
    known = lists.get(action.list_name)
    if known is None or known.needs_approval:
        return
    held = known.rows.get(action.uuid)
    if held is not None:
        known.rows[action.uuid] = replace(
            held,
            label=action.label or held.label,
            version=held.version + 1,
            properties={**held.properties, **action.properties},
        )
    elif action.is_create and action.label:
        known.rows[action.uuid] = LocalEntity(
            action.label,
            1,
            dict(action.properties),
            is_online=False,
            trunk_version=None,
            branch_id=str(uuid.uuid4()),
        )


def merge(local: EntityList, server: Mapping[str, EntityRow], deleted: Deleted) -> None:
    """Bring a list up to date with the server's rows, as the app does.

    A higher version of the server replaces, an equal one replaces what the phone changed, a lower
    one loses. What the server does not list is gone, unless it was made on this phone: of that the
    integrity address says whether it is.
    """
    missing = [one for one in local.rows if one not in server]
    offline = [one for one in missing if not local.rows[one].is_online]
    states = deleted(offline) if offline else {}
    for one in missing:
        if local.rows[one].is_online or states.get(one, False):
            del local.rows[one]
    for name, row in server.items():
        local.rows[name] = _merged(local.rows.get(name), row)


def _merged(held: LocalEntity | None, row: EntityRow) -> LocalEntity:
    if (
        held is None
        or row.version > held.version
        or (row.version == held.version and held.is_dirty)
    ):
        return LocalEntity(
            row.label,
            row.version,
            dict(row.properties),
            is_online=True,
            trunk_version=row.version,
            branch_id=str(uuid.uuid4()),
        )
    return replace(held, is_online=True)
