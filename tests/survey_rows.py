"""What the database holds of a survey: answers on their way and at rest, and what is released."""

from collections.abc import Mapping

from sqlmodel import select

from server import clock
from server.store.queries.releases import EnterpriseResult, list_results
from server.store.queries.scope import Scope
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.surveys import AnonymousSubmission, Arrival
from server.store.transaction import Store
from tests.surveys import Survey


def result(store: Store, survey: Survey, place: int = 0) -> EnterpriseResult:
    """Return what is released of an enterprise."""
    with store.reading() as session:
        found = list_results(session, Scope(survey.project_id))
    return next(one for one in found if one.enterprise_id == survey.enterprise_ids[place])


def payload(survey: Survey, place: int = 0) -> Mapping[str, object]:
    """Return the payload of jobs about an enterprise."""
    return {
        "campaign_id": survey.campaign_id,
        "enterprise_id": survey.enterprise_ids[place],
    }


def rows(store: Store, kind: type[Arrival | AnonymousSubmission]) -> int:
    """Return how many answers wait, or rest."""
    with store.reading() as session:
        return len(session.exec(select(kind)).all())


def arrivals(store: Store) -> list[Arrival]:
    """Return the answers that wait."""
    with store.reading() as session:
        return list(session.exec(select(Arrival)))


def change_campaign(store: Store, survey: Survey, **changes: object) -> None:
    """Set columns of the survey's campaign."""
    with store.writing() as session:
        campaign = session.get_one(Campaign, survey.campaign_id)
        for name, value in changes.items():
            setattr(campaign, name, value)


def revoke_poster(store: Store, survey: Survey) -> None:
    """Revoke the survey's only poster."""
    with store.writing() as session:
        session.exec(select(Poster)).one().revoked_at = clock.now()
