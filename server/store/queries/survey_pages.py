"""What a poster code opens: its campaign, enterprise and the published version of the survey."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form, FormVersion
from server.store.upsert import table_of


@dataclass(frozen=True, slots=True)
class PosterTarget:
    """Where a poster points now, and what a worker is told about it."""

    poster_id: int
    campaign_id: int
    enterprise_id: int
    enterprise_name: str
    campaign_name: str
    contact: str
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    revoked_at: datetime | None
    form_version_id: int | None


@dataclass(frozen=True, slots=True)
class OpenedSurvey:
    """The campaign, the enterprise and the form version that a page was opened for."""

    enterprise_name: str
    campaign_name: str
    contact: str
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    xform: bytes


def find_target(session: Session, code: str) -> PosterTarget | None:
    """Return where a poster code points, revoked ones included."""
    poster, campaign = table_of(Poster), table_of(Campaign)
    enterprise, form = table_of(Enterprise), table_of(Form)
    statement = (
        select(
            poster.c.id,
            campaign.c.id,
            enterprise.c.id,
            enterprise.c.name,
            campaign.c.name,
            campaign.c.contact,
            campaign.c.opens_on,
            campaign.c.closes_on,
            campaign.c.closed_at,
            poster.c.revoked_at,
            form.c.current_version_id,
        )
        .join(campaign, campaign.c.id == poster.c.campaign_id)
        .join(enterprise, enterprise.c.id == poster.c.enterprise_id)
        .join(form, form.c.id == campaign.c.survey_form_pk)
        .where(poster.c.code == code)
    )
    row = session.connection().execute(statement).first()
    return None if row is None else PosterTarget(*row)


def find_opened(
    session: Session, *, campaign_id: int, enterprise_id: int, form_version_id: int
) -> OpenedSurvey | None:
    """Return what a page was opened for; None when part of it is gone."""
    campaign = session.get(Campaign, campaign_id)
    enterprise = session.get(Enterprise, enterprise_id)
    version = session.get(FormVersion, form_version_id)
    if campaign is None or enterprise is None or version is None:
        return None
    return OpenedSurvey(
        enterprise_name=enterprise.name,
        campaign_name=campaign.name,
        contact=campaign.contact,
        opens_on=campaign.opens_on,
        closes_on=campaign.closes_on,
        closed_at=campaign.closed_at,
        xform=version.xform,
    )
