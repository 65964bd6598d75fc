"""Campaigns of a project and the areas they cover."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.problems import NotFound
from server.store.tables.campaigns import Campaign, CampaignArea
from server.store.upsert import table_of

_AREAS = table_of(CampaignArea)


def find_campaign(
    session: Session, project_id: int, campaign_id: int, *, is_locked: bool = False
) -> Campaign | None:
    """Return a campaign of a project; `is_locked`: nobody else changes it till the end."""
    statement = select_rows(Campaign).where(
        Campaign.id == campaign_id, Campaign.project_id == project_id
    )
    return session.exec(statement.with_for_update() if is_locked else statement).first()


def get_campaign(
    session: Session, project_id: int, campaign_id: int, *, is_locked: bool = False
) -> Campaign:
    """Return a campaign of a project; raises NotFound."""
    found = find_campaign(session, project_id, campaign_id, is_locked=is_locked)
    if found is None:
        raise NotFound
    return found


def list_campaigns(session: Session, project_id: int) -> tuple[Campaign, ...]:
    """Return the campaigns of a project, those that open last first."""
    statement = (
        select_rows(Campaign)
        .where(Campaign.project_id == project_id)
        .order_by(col(Campaign.opens_on).desc(), col(Campaign.id).desc())
    )
    return tuple(session.exec(statement))


def list_area_ids(session: Session, campaign_id: int) -> tuple[int, ...]:
    """Return the areas that a campaign covers with all below them; none: the whole project."""
    statement = (
        select(_AREAS.c.area_id)
        .where(_AREAS.c.campaign_id == campaign_id)
        .order_by(_AREAS.c.area_id)
    )
    return tuple(session.connection().execute(statement).scalars())


def replace_areas(session: Session, campaign_id: int, area_ids: Collection[int]) -> None:
    """Set the areas that a campaign covers."""
    connection = session.connection()
    connection.execute(delete(_AREAS).where(_AREAS.c.campaign_id == campaign_id))
    rows = [{"campaign_id": campaign_id, "area_id": one} for one in sorted(set(area_ids))]
    if rows:
        connection.execute(insert(_AREAS), rows)
