"""Where schemes count in a project: the assignments of all its campaigns at once."""

from sqlmodel import Session, col, select

from server.store.tables.campaigns import Campaign
from server.store.tables.schemes import CampaignScheme, Scheme, SchemeVersion

Placed = tuple[CampaignScheme, Scheme, SchemeVersion]


def list_placed(session: Session, project_id: int) -> tuple[Placed, ...]:
    """Return all assignments of a project's campaigns with their schemes and versions, in order."""
    statement = (
        select(CampaignScheme, Scheme, SchemeVersion)
        .join(Scheme, col(Scheme.id) == col(CampaignScheme.scheme_id))
        .join(SchemeVersion, col(SchemeVersion.id) == col(CampaignScheme.scheme_version_id))
        .join(Campaign, col(Campaign.id) == col(CampaignScheme.campaign_id))
        .where(Campaign.project_id == project_id)
        .order_by(col(CampaignScheme.id))
    )
    return tuple(session.exec(statement))
