"""Entities in words: what kept one from being written, and what a conflict is called."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from server.domain.entity_changes import EntityError, EntityFault
from server.domain.entity_merge import LABEL, Conflict
from server.problems import N_

_FAULTS: Mapping[EntityFault, str] = {
    EntityFault.NOT_DECLARED: N_("The form does not say that it does this to the list %(list)s."),
    EntityFault.NO_ID: N_("It does not say which entity it means."),
    EntityFault.BAD_ID: N_("The id %(value)s is not one that phones draw."),
    EntityFault.BAD_VERSION: N_("The version %(value)s is no number."),
    EntityFault.BAD_BRANCH: N_("The name of its branch is no id: %(value)s."),
    EntityFault.TRUNK_WITHOUT_BRANCH: N_("It names a trunk version without a branch."),
    EntityFault.NO_BASE_VERSION: N_("It does not say which version of the entity was changed."),
    EntityFault.NO_LABEL: N_("A new entity needs a label."),
    EntityFault.TOO_LONG: N_("This is longer than phones can hold: %(value)s."),
    EntityFault.TWICE: N_("The same entity is in it twice."),
    EntityFault.LIST_MISSING: N_("There is no entity list %(list)s."),
    EntityFault.EXISTS: N_("There is an entity of this id already."),
    EntityFault.MISSING: N_("The list %(list)s has no such entity."),
    EntityFault.DELETED: N_("The entity was deleted."),
    EntityFault.VERSION_MISSING: N_("The entity has no version %(value)s."),
    EntityFault.OUT_OF_AREA: N_("It lies outside the areas of whoever sent it."),
    EntityFault.DOES_NOT_FIT: N_("A value does not fit the register: %(value)s."),
    EntityFault.TAKEN: N_("Another entity has this value: %(value)s."),
    EntityFault.WAITS_FOR_APPROVAL: N_("It is written when the submission is approved."),
}


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Why an entity was not written, as pages say it."""

    text: str
    dataset: str
    place: str
    uuid: str
    is_waiting: bool


def error_view(error: EntityError) -> ErrorView:
    """Return why an entity was not written, in words."""
    text = gettext(_FAULTS[error.fault], list=error.dataset, value=error.value or "–")
    is_waiting = error.fault is EntityFault.WAITS_FOR_APPROVAL
    return ErrorView(str(text), error.dataset, error.place, error.uuid, is_waiting)


def conflict_word(conflict: str | None) -> str:
    """Return the word for a conflict, "" for none."""
    if conflict == Conflict.HARD:
        return str(gettext("Same property changed twice"))
    return str(gettext("Changed meanwhile")) if conflict else ""


def property_word(name: str) -> str:
    """Return how a property is called on pages: as forms name it, the label in words."""
    return str(gettext("Label")) if name == LABEL else name
