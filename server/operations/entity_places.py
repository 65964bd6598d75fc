"""Where an entity of a form lies: with the enterprise that it names, or where its sender works."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from server.domain import access
from server.domain.access import Verb
from server.store.queries import areas, entity_submissions, identities, links
from server.store.queries.entity_submissions import SentVersion
from server.store.queries.scope import Scope

ENTERPRISE = "enterprise"
"""The property that holds the UUID of the enterprise an entity belongs to."""


@dataclass(frozen=True, slots=True)
class Place:
    """The enterprise that an entity belongs to, if any, and its area."""

    enterprise_id: int | None = None
    area_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """What part of the project a sender may change: all of it (None), or areas."""

    scope: Scope
    inside: frozenset[int] | None = None
    """The areas of the scope with all below them."""

    def reaches(self, area_id: int | None) -> bool:
        """Tell whether something in an area is the sender's to change."""
        return self.inside is None or area_id in self.inside


def sender_of(session: Session, sent: SentVersion) -> Sender:
    """Return what the sender of a submission may change of entities.

    An app user: what is in its areas; a web user: where entities are theirs to change. Whoever has
    no account any more may change nothing.
    """
    own = entity_submissions.list_areas(session, sent.submitter_id or 0)
    if own is not None:
        found = own or None
    else:
        user = identities.find_user_access(session, sent.submitter_id or 0)
        grants = () if user is None else user.grants
        found = access.scope_of(grants, Verb.ENTITY_CHANGE, sent.project_id)
    inside = None if found is None else areas.list_ids_below(session, found)
    return Sender(Scope(sent.project_id, found), inside)


def place_of(session: Session, sent: SentVersion, data: Mapping[str, str], sender: Sender) -> Place:
    """Return where an entity with these properties lies, sent in this submission.

    With neither an enterprise of its own nor one of the submission it lies in the first of the
    sender's areas: a phone would forget an entity that its list does not bring back.
    """
    named = data.get(ENTERPRISE, "").strip().removeprefix("uuid:").lower()
    enterprise_id = links.find_by_entity(session, sent.project_id, named) if named else None
    enterprise_id = enterprise_id or sent.enterprise_id
    if enterprise_id is not None:
        return Place(enterprise_id, links.find_area(session, enterprise_id))
    return Place(None, min(sender.scope.area_ids or (), default=None))
