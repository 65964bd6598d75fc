"""Our roles in ODK Central's words: what `/v1` answers where clients ask for verbs or roles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.domain.access import Grant
from server.domain.roles import Role

_READS = (
    "dataset.list",
    "dataset.read",
    "entity.list",
    "entity.read",
    "form.list",
    "form.read",
    "project.read",
    "submission.list",
    "submission.read",
)
_WORKS = (
    *_READS,
    "dataset.create",
    "dataset.update",
    "entity.create",
    "entity.delete",
    "entity.update",
    "field_key.create",
    "field_key.delete",
    "field_key.list",
    "form.create",
    "form.delete",
    "form.update",
    "submission.create",
    "submission.update",
)
_MANAGES = (
    *_WORKS,
    "assignment.create",
    "assignment.delete",
    "assignment.list",
    "audit.read",
    "project.delete",
    "project.update",
    "session.end",
    "submission.delete",
    "submission.restore",
)
_ADMINISTERS = (
    *_MANAGES,
    "project.create",
    "user.create",
    "user.delete",
    "user.list",
    "user.password.invalidate",
    "user.read",
    "user.update",
)
_COLLECTS = ("open_form.list", "open_form.read", "submission.create")

_AREA_VERBS = frozenset(
    {
        *_READS,
        "entity.create",
        "entity.delete",
        "entity.update",
        "field_key.create",
        "field_key.delete",
        "field_key.list",
        "submission.create",
        "submission.update",
        "assignment.create",
        "assignment.delete",
        "assignment.list",
    }
)
"""What a role in an area still means: the rest changes things of the whole project."""

_OF_ROLE: Mapping[Role, tuple[str, ...]] = {
    Role.ADMINISTRATOR: _MANAGES,
    Role.DATA_STEWARD: (*_WORKS, "submission.delete"),
    Role.OFFICE: _WORKS,
    Role.VIEWER: _READS,
}


@dataclass(frozen=True, slots=True)
class CentralRole:
    """A role as Central lists it; `system` is its name in URLs."""

    id: int
    name: str
    system: str
    verbs: tuple[str, ...]


CENTRAL_ROLES = (
    CentralRole(1, "Administrator", "admin", tuple(sorted(_ADMINISTERS))),
    CentralRole(2, "App User", "app-user", tuple(sorted(("form.read", "submission.create")))),
    CentralRole(5, "Project Manager", "manager", tuple(sorted(_MANAGES))),
    CentralRole(6, "Project Viewer", "viewer", tuple(sorted(_READS))),
    CentralRole(8, "Data Collector", "formfill", tuple(sorted(("project.read", *_COLLECTS)))),
)


def central_verbs(grants: Iterable[Grant], project_id: int | None) -> tuple[str, ...]:
    """Return Central's verbs of somebody in a project (None: on the server), sorted."""
    verbs: set[str] = set()
    for grant in grants:
        if grant.project_id is None and grant.role is Role.ADMINISTRATOR:
            verbs.update(_ADMINISTERS)
        elif grant.project_id is None or grant.project_id == project_id:
            verbs.update(_verbs_of(grant))
    return tuple(sorted(verbs))


def _verbs_of(grant: Grant) -> Iterable[str]:
    verbs = _OF_ROLE[grant.role]
    return verbs if grant.area_id is None else _AREA_VERBS.intersection(verbs)
