"""Problems of entities and their lists, with ODK Central's numbers."""

from dataclasses import dataclass

from server.problems.problem import N_, Problem


@dataclass(eq=False)
class InvalidEntity(Problem):
    """An entity cannot be written as it was given."""

    code = "400.28"
    message = N_("The entity is invalid: %(reason)s (%(value)s).")
    reason: str
    value: str


@dataclass(eq=False)
class UnexpectedAttributes(Problem):
    """A body has other parts than it must have."""

    code = "400.31"
    message = N_("Unexpected attributes. Expected: %(expected)s. Got: %(actual)s.")
    expected: str
    actual: str


@dataclass(eq=False)
class NoConflict(Problem):
    """A conflict was to be settled, but the entity is in none."""

    code = "400.32"
    message = N_("The entity %(uuid)s has no conflict to resolve.")
    uuid: str


@dataclass(eq=False)
class EntityVersionConflict(Problem):
    """The entity is not at the version that was looked at."""

    code = "409.15"
    message = N_("The entity is at version %(current)s by now, not at %(provided)s.")
    current: int
    provided: int


@dataclass(eq=False)
class UuidOfDeletedEntity(Problem):
    """The UUID belongs to an entity that was deleted."""

    code = "409.19"
    message = N_("The entity %(uuid)s was deleted; its id is not used again.")
    uuid: str
