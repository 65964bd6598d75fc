"""Create posters of a campaign: one for each enterprise, or one for a place in one of them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from qr.poster_code import LEAST_RANDOM_BYTES, new_code
from server.operations.renew_listed_facts import listed_facts_changed
from server.problems import N_, NotPossibleNow
from server.store.queries import areas, audits, campaigns, enterprises, posters
from server.store.queries.audits import Actee, By
from server.store.queries.enterprises import EnterpriseFilter
from server.store.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class PostersMade:
    """How many posters were made, and how many were there already."""

    created_count: int
    kept_count: int


def create_posters(
    session: Session,
    by: By,
    scope: Scope,
    *,
    campaign_id: int,
    enterprise_id: int | None = None,
    place: str = "",
) -> PostersMade:
    """Make the posters of a campaign for a place; an enterprise that has one there keeps it.

    Without `enterprise_id` for every enterprise of the campaign's areas within the scope, else for
    that one. Raises NotFound for what is foreign, NotPossibleNow for a closed campaign.
    """
    campaign = campaigns.get_campaign(session, scope.project_id, campaign_id, is_locked=True)
    if campaign.closed_at is not None:
        raise NotPossibleNow(reason=N_("the campaign is closed"))
    wanted = _enterprise_ids(session, scope, campaign_id, enterprise_id)
    there = posters.list_ids_at(session, campaign_id, wanted, place=place)
    missing = [one for one in wanted if one not in there]
    codes = draw_codes(session, len(missing))
    rows = [
        {
            "project_id": scope.project_id,
            "campaign_id": campaign_id,
            "enterprise_id": one,
            "code": code,
            "place": place,
            "created_at": by.at,
        }
        for one, code in zip(missing, codes, strict=True)
    ]
    posters.insert_posters(session, rows)
    if missing:
        listed_facts_changed(session, scope.project_id, missing, now=by.at)
        actee = Actee("campaign", str(campaign_id), scope.project_id)
        details = {"count": len(missing), "place": place}
        audits.note(session, by, "poster.create", actee, details=details)
    return PostersMade(created_count=len(missing), kept_count=len(there))


def draw_codes(session: Session, count: int) -> tuple[str, ...]:
    """Return so many new poster codes that no poster has."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = {
            new_code(secrets.token_bytes(LEAST_RANDOM_BYTES)) for _ in range(count - len(codes))
        }
        codes |= drawn - posters.list_taken(session, drawn)
    return tuple(codes)


def _enterprise_ids(
    session: Session, scope: Scope, campaign_id: int, enterprise_id: int | None
) -> Sequence[int]:
    covered = campaigns.list_area_ids(session, campaign_id)
    inside = areas.list_ids_below(session, covered) if covered else None
    if enterprise_id is None:
        return enterprises.list_ids(session, scope, EnterpriseFilter(area_ids=inside))
    enterprise = enterprises.get_enterprise(session, scope, enterprise_id)
    if inside is not None and enterprise.area_id not in inside:
        raise NotPossibleNow(reason=N_("the campaign does not cover the area of this enterprise"))
    return (enterprise_id,)
