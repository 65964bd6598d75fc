"""Point a printed poster elsewhere, or revoke it."""

from dataclasses import dataclass

from sqlmodel import Session

from server.operations.renew_listed_facts import listed_facts_changed
from server.problems import N_, NotPossibleNow
from server.store.queries import audits, campaigns, enterprises, posters
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Poster


@dataclass(frozen=True, slots=True)
class PosterTarget:
    """Where a poster is to point; what is None stays."""

    enterprise_id: int | None = None
    campaign_id: int | None = None
    place: str | None = None


def repoint_poster(
    session: Session, by: By, scope: Scope, poster_id: int, target: PosterTarget
) -> Poster:
    """Point a poster to another enterprise, campaign or place and return it; its code stays.

    Raises NotFound for what is foreign, NotPossibleNow for a revoked poster or closed campaign.
    """
    poster = posters.get_poster(session, scope, poster_id, is_locked=True)
    if poster.revoked_at is not None:
        raise NotPossibleNow(reason=N_("the poster is revoked"))
    touched = {poster.enterprise_id}
    if target.enterprise_id is not None:
        enterprises.get_enterprise(session, scope, target.enterprise_id)
        poster.enterprise_id = target.enterprise_id
    if target.campaign_id is not None:
        campaign = campaigns.get_campaign(session, scope.project_id, target.campaign_id)
        if campaign.closed_at is not None:
            raise NotPossibleNow(reason=N_("the campaign is closed"))
        poster.campaign_id = target.campaign_id
    if target.place is not None:
        poster.place = target.place
    poster.updated_at = by.at
    session.flush()
    listed_facts_changed(session, scope.project_id, touched | {poster.enterprise_id}, now=by.at)
    details = {"enterpriseId": poster.enterprise_id, "campaignId": poster.campaign_id}
    actee = Actee("poster", str(poster_id), scope.project_id)
    audits.note(session, by, "poster.update", actee, details=details)
    return poster


def revoke_poster(session: Session, by: By, scope: Scope, poster_id: int) -> Poster:
    """Make a poster's code invalid for good and return it; doing it twice changes nothing."""
    poster = posters.get_poster(session, scope, poster_id, is_locked=True)
    if poster.revoked_at is None:
        poster.revoked_at = poster.updated_at = by.at
        session.flush()
        listed_facts_changed(session, scope.project_id, {poster.enterprise_id}, now=by.at)
        actee = Actee("poster", str(poster_id), scope.project_id)
        audits.note(session, by, "poster.revoke", actee)
    return poster
