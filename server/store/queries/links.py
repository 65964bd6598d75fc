"""What ties a submission to an enterprise: lookups of clues, and the campaign of a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlmodel import Session

from server import clock
from server.domain.enterprise_link import LINK_MEASURES
from server.store.tables.areas import AreaAncestor
from server.store.tables.campaigns import Campaign, CampaignArea, Poster
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity
from server.store.tables.submissions import MeasureValue
from server.store.upsert import table_of

_POSTERS, _ENTERPRISES, _ENTITIES = table_of(Poster), table_of(Enterprise), table_of(Entity)
_CAMPAIGNS, _AREAS, _ABOVE = table_of(Campaign), table_of(CampaignArea), table_of(AreaAncestor)
_MEASURES = table_of(MeasureValue)
_IS_KEPT = (_ENTITIES.c.id == _ENTERPRISES.c.id) & _ENTITIES.c.deleted_at.is_(None)


@dataclass(frozen=True, slots=True)
class PosterClue:
    """The enterprise a poster hangs in, and whether the poster was revoked."""

    enterprise_id: int
    is_revoked: bool


def find_by_poster(session: Session, project_id: int, code: str) -> PosterClue | None:
    """Return where a poster of the project hangs, by its code in stored form."""
    statement = select(_POSTERS.c.enterprise_id, _POSTERS.c.revoked_at.is_not(None)).where(
        _POSTERS.c.project_id == project_id, _POSTERS.c.code == code
    )
    row = session.connection().execute(statement).first()
    return None if row is None else PosterClue(row[0], bool(row[1]))


def find_by_entity(session: Session, project_id: int, uuid: str) -> int | None:
    """Return the enterprise of the project whose entity has this id; deleted ones are not there."""
    return _find(session, project_id, _ENTITIES.c.uuid == uuid)


def find_by_uscc(session: Session, project_id: int, uscc: str) -> int | None:
    """Return the enterprise of the project with a credit code; deleted ones are not there."""
    return _find(session, project_id, _ENTERPRISES.c.uscc == uscc)


def find_area(session: Session, enterprise_id: int) -> int:
    """Return the area of an enterprise."""
    statement = select(_ENTERPRISES.c.area_id).where(_ENTERPRISES.c.id == enterprise_id)
    return int(session.connection().execute(statement).scalar_one())


def find_campaign_on(
    session: Session, *, project_id: int, area_id: int, day: date, zone: str
) -> int | None:
    """Return the campaign that runs in an area on a day; of several, the one that opened last."""
    of_campaign = _AREAS.c.campaign_id == _CAMPAIGNS.c.id
    covers = exists().where(
        of_campaign, _ABOVE.c.ancestor_id == _AREAS.c.area_id, _ABOVE.c.area_id == area_id
    )
    statement = (
        select(_CAMPAIGNS.c.id, _CAMPAIGNS.c.closed_at)
        .where(
            _CAMPAIGNS.c.project_id == project_id,
            _CAMPAIGNS.c.opens_on <= day,
            _CAMPAIGNS.c.closes_on >= day,
            or_(~exists().where(of_campaign), covers),
        )
        .order_by(_CAMPAIGNS.c.opens_on.desc(), _CAMPAIGNS.c.id.desc())
    )
    for campaign_id, closed_at in session.connection().execute(statement):
        if closed_at is None or clock.day_in(zone, closed_at) >= day:
            return int(campaign_id)
    return None


def clues_of(
    session: Session, submission_ids: Collection[int]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Return what submissions say of their enterprise, (measure, text) as sent, by their keys."""
    statement = (
        select(_MEASURES.c.submission_id, _MEASURES.c.measure, _MEASURES.c.value)
        .where(
            _MEASURES.c.submission_id.in_(sorted(submission_ids)),
            _MEASURES.c.measure.in_(sorted(LINK_MEASURES)),
        )
        .order_by(_MEASURES.c.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for submission_id, measure, value in session.connection().execute(statement):
        found.setdefault(submission_id, []).append((measure, value))
    return found


def _find(session: Session, project_id: int, condition: ColumnElement[bool]) -> int | None:
    statement = (
        select(_ENTERPRISES.c.id)
        .join(_ENTITIES, _IS_KEPT)
        .where(_ENTERPRISES.c.project_id == project_id, condition)
    )
    found = session.connection().execute(statement).scalar()
    return None if found is None else int(found)
