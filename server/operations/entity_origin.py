"""Where a version of an entity comes from, and the row that every kind of writing makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.store.queries.audits import By


@dataclass(frozen=True, slots=True)
class EntityOrigin:
    """Where a version of an entity comes from, as far as ODK's offline entities need to know."""

    user_agent: str | None = None
    submission_version_id: int | None = None
    source_name: str | None = None
    """The file or program that it was read from."""
    base_version: int | None = None
    branch_id: str | None = None
    trunk_version: int | None = None
    branch_base_version: int | None = None
    conflict: str | None = None
    conflicting: tuple[str, ...] = ()
    """Properties that others had changed to other values meanwhile."""


BY_HAND = EntityOrigin()


def version_row(
    by: By,
    origin: EntityOrigin,
    *,
    key: int,
    version: int,
    label: str,
    data: Mapping[str, str],
) -> dict[str, object]:
    """Return a version of an entity as its row."""
    base = version - 1 if origin.base_version is None else origin.base_version
    return {
        "entity_id": key,
        "version": version,
        "label": label,
        "data": dict(data),
        "base_version": base or None,
        "branch_id": origin.branch_id,
        "trunk_version": origin.trunk_version,
        "branch_base_version": origin.branch_base_version,
        "conflict": origin.conflict,
        "conflicting": list(origin.conflicting) or None,
        "source_name": origin.source_name,
        "submission_version_id": origin.submission_version_id,
        "created_by": by.actor_id,
        "user_agent": origin.user_agent,
        "created_at": by.at,
    }
