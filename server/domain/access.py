"""Who may do what where: role × verb × area.

A role is given on the whole server, in a project, or in an area of it with all that lies below.
Areas come as paths: the ids from the root down to the area itself, as the closure table gives them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from server.domain.roles import (
    PROJECT_VERBS,
    ROLE_VERBS,
    SERVER_VERBS,
    SHARED_VERBS,
    Role,
    Verb,
)

__all__ = [
    "Grant",
    "Role",
    "Verb",
    "keeps_an_administrator",
    "may",
    "may_give",
    "may_somewhere",
    "scope_of",
    "sees_project",
]

AreaPath = Sequence[int]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role of somebody: in a project and an area, or (both None) on the whole server."""

    role: Role
    project_id: int | None = None
    area_id: int | None = None


def may(
    grants: Iterable[Grant],
    verb: Verb,
    *,
    project_id: int | None = None,
    area_path: AreaPath | None = None,
) -> bool:
    """Tell whether the grants allow the verb on a thing of this project and area.

    A thing without an area belongs to the whole project, a thing without a project to the server.
    """
    held = tuple(grants)
    if verb in SHARED_VERBS:
        return may_somewhere(held, verb, project_id)
    return any(
        _covers(grant, project_id, area_path) for grant in _with_verb(held, verb, project_id)
    )


def may_somewhere(grants: Iterable[Grant], verb: Verb, project_id: int | None) -> bool:
    """Tell whether the grants allow the verb anywhere in the project: what a gate or menu asks."""
    scope = scope_of(grants, verb, project_id)
    return scope is None or bool(scope)


def scope_of(grants: Iterable[Grant], verb: Verb, project_id: int | None) -> frozenset[int] | None:
    """Return the areas whose subtrees the verb reaches: None is the whole project, empty none."""
    usable = _with_verb(grants, verb, project_id)
    if any(grant.area_id is None for grant in usable):
        return None
    return frozenset(grant.area_id for grant in usable if grant.area_id is not None)


def sees_project(grants: Iterable[Grant], project_id: int) -> bool:
    """Tell whether the project is there for somebody; otherwise it is answered as missing."""
    return may_somewhere(grants, Verb.PROJECT_READ, project_id)


def may_give(
    grants: Iterable[Grant],
    given: Grant,
    *,
    giver_id: int,
    receiver_id: int,
    area_path: AreaPath | None = None,
) -> bool:
    """Tell whether somebody may give (or take) this role: never one's own, never beyond one's own.

    `area_path` is the path of the given area. The giver must hold a role that ranks as high or
    higher and reaches all of the place the role is given in.
    """
    path = tuple(area_path or ())
    if giver_id == receiver_id or (given.area_id is not None and given.area_id not in path):
        return False
    ranks = list(Role)
    return any(
        ranks.index(grant.role) <= ranks.index(given.role)
        and _covers(grant, given.project_id, path)
        for grant in grants
        if Verb.ROLE_ASSIGN in ROLE_VERBS[grant.role]
    )


def keeps_an_administrator(administrator_ids: Collection[int], leaving_id: int) -> bool:
    """Tell whether the server still has an administrator when this one is no longer."""
    return any(one != leaving_id for one in administrator_ids)


def _with_verb(grants: Iterable[Grant], verb: Verb, project_id: int | None) -> tuple[Grant, ...]:
    """Return the grants of the project that give the verb somewhere in it."""
    return tuple(
        grant
        for grant in grants
        if verb in ROLE_VERBS[grant.role]
        and grant.project_id in {None, project_id}
        and _is_whole(grant)
        and _is_wide_enough(grant, verb)
    )


def _is_whole(grant: Grant) -> bool:
    """Tell whether a grant makes sense: an area without its project reaches nothing."""
    return grant.area_id is None or grant.project_id is not None


def _is_wide_enough(grant: Grant, verb: Verb) -> bool:
    if verb in SERVER_VERBS:
        return grant.project_id is None
    return verb not in PROJECT_VERBS or grant.area_id is None


def _covers(grant: Grant, project_id: int | None, area_path: AreaPath | None) -> bool:
    if not _is_whole(grant):
        return False
    if grant.project_id is None:
        return True
    if grant.project_id != project_id:
        return False
    return grant.area_id is None or grant.area_id in (area_path or ())
