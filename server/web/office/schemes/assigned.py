"""Where a scheme counts: its assignments to campaigns, and the campaigns to choose from."""

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.store.queries import areas, campaigns
from server.store.queries.scheme_places import list_placed
from server.store.tables.campaigns import Campaign
from server.store.tables.schemes import CampaignScheme, SchemeVersion
from server.web.office.frame import Place
from server.web.office.schemes.rows import version_word
from server.web.office.subject_kinds import subject_word


def assigned_rows(session: Session, place: Place, scheme_id: int) -> list[dict[str, str]]:
    """Return the assignments of a scheme in all campaigns of the project."""
    known = {one.id: one for one in campaigns.list_campaigns(session, place.project_id)}
    found = [
        (known[row.campaign_id], row, version)
        for row, _, version in list_placed(session, place.project_id)
        if row.scheme_id == scheme_id
    ]
    ids = {row.area_id for _, row, _ in found if row.area_id is not None}
    names = areas.path_names(session, ids)
    return [
        _row(place, campaign, row, version, names.get(row.area_id or 0, ()))
        for campaign, row, version in found
    ]


def campaign_choices(session: Session, project_id: int) -> list[dict[str, object]]:
    """Return the campaigns that a scheme may be assigned to, the newest first."""
    return [
        {"value": one.id, "label": one.name}
        for one in campaigns.list_campaigns(session, project_id)
    ]


def _row(
    place: Place,
    campaign: Campaign,
    row: CampaignScheme,
    version: SchemeVersion,
    area: tuple[str, ...],
) -> dict[str, str]:
    return {
        "campaign": campaign.name,
        "url": url_for(
            "office_evaluations.list_evaluations",
            project_id=place.project_id,
            campaign=campaign.id,
            version=version.id,
        ),
        "area": " / ".join(area) or str(gettext("The whole campaign")),
        "subject": subject_word(row.subject_kind),
        "version": version_word(version),
        "remove_url": url_for(
            "office_schemes.unassign",
            project_id=place.project_id,
            campaign_id=campaign.id,
            assignment_id=row.id,
        ),
    }
