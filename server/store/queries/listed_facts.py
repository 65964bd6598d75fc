"""What phones are told of an enterprise beside its facts: its posters' codes and its last grade."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.evaluations import StoredEvaluation
from server.store.tables.records import HeldTitle
from server.store.upsert import table_of

_POSTERS, _CAMPAIGNS = table_of(Poster), table_of(Campaign)
_EVALUATIONS, _TITLES = table_of(StoredEvaluation), table_of(HeldTitle)


def poster_codes(session: Session, enterprise_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the codes of the posters that hang in enterprises, in order, parted by spaces."""
    statement = (
        select(_POSTERS.c.enterprise_id, _POSTERS.c.code)
        .where(_POSTERS.c.enterprise_id.in_(enterprise_ids), _POSTERS.c.revoked_at.is_(None))
        .order_by(_POSTERS.c.enterprise_id, _POSTERS.c.code)
    )
    found: dict[int, list[str]] = {}
    for key, code in session.connection().execute(statement):
        found.setdefault(key, []).append(code)
    return {key: " ".join(codes) for key, codes in found.items()}


def last_grades(session: Session, enterprise_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the grade that enterprises got last: in a campaign that is over, or as a title.

    A title of the day on which a campaign ended is what came of it, so it counts as the later.
    """
    found: dict[int, tuple[date, int, str]] = {}
    evaluated, held = _evaluated(session, enterprise_ids), _held(session, enterprise_ids)
    for place, rows in enumerate((evaluated, held)):
        for key, day, grade in rows:
            if grade and (key not in found or (day, place) >= found[key][:2]):
                found[key] = (day, place, grade)
    return {key: grade for key, (_, _, grade) in found.items()}


def _evaluated(session: Session, ids: Sequence[int]) -> Sequence[tuple[int, date, str]]:
    statement = (
        select(_EVALUATIONS.c.enterprise_id, _CAMPAIGNS.c.closes_on, _EVALUATIONS.c.grade)
        .join(_CAMPAIGNS, _CAMPAIGNS.c.id == _EVALUATIONS.c.campaign_id)
        .where(
            _EVALUATIONS.c.enterprise_id.in_(ids),
            _EVALUATIONS.c.subject_kind == ENTERPRISE,
            _EVALUATIONS.c.grade.is_not(None),
            _CAMPAIGNS.c.closed_at.is_not(None),
        )
        .order_by(_EVALUATIONS.c.id)
    )
    return [(row[0], row[1], row[2]) for row in session.connection().execute(statement)]


def _held(session: Session, ids: Sequence[int]) -> Sequence[tuple[int, date, str]]:
    statement = (
        select(_TITLES.c.enterprise_id, _TITLES.c.since, _TITLES.c.level, _TITLES.c.code)
        .where(_TITLES.c.enterprise_id.in_(ids))
        .order_by(_TITLES.c.id)
    )
    rows = session.connection().execute(statement)
    return [(row[0], row[1], row[2] or row[3]) for row in rows]
