"""Anonymous answers and what was counted of them: for the worker alone.

Nothing of the web and no export may import this module; they read releases.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Table, delete, func, insert, select
from sqlmodel import Session

from server.store.batches import batches
from server.store.tables.surveys import AnonymousSubmission, Arrival, Tally
from server.store.upsert import insert_or_update, table_of

_ARRIVALS, _ANSWERS = table_of(Arrival), table_of(AnonymousSubmission)
_TALLIES = table_of(Tally)
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Respondents:
    """The workers of one enterprise in one campaign: whose answers are counted together."""

    campaign_id: int
    enterprise_id: int

    @property
    def key(self) -> str:
        """The key of jobs about them."""
        return f"{self.campaign_id}:{self.enterprise_id}"

    @property
    def payload(self) -> Mapping[str, object]:
        """The payload of jobs about them."""
        return {"campaign_id": self.campaign_id, "enterprise_id": self.enterprise_id}


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    """An answer that waits to be moved together with others."""

    key: bytes
    form_version_id: int
    xml: bytes
    flags: Sequence[str]
    day: date


@dataclass(frozen=True, slots=True)
class TallyCell:
    """How many answers to a form version chose a value of a measure."""

    form_version_id: int
    measure: str
    value: str
    answer_count: int


def count_arrivals(
    session: Session, campaign_id: int, enterprise_ids: Sequence[int]
) -> Mapping[int, int]:
    """Return how many answers wait, by enterprise; those without any are left out."""
    return _count(session, _ARRIVALS, campaign_id, _ARRIVALS.c.enterprise_id.in_(enterprise_ids))


def count_at_rest(
    session: Session, campaign_id: int, enterprise_ids: Sequence[int]
) -> Mapping[int, int]:
    """Return how many answers were moved, by enterprise; those without any are left out."""
    return _count(session, _ANSWERS, campaign_id, _ANSWERS.c.enterprise_id.in_(enterprise_ids))


def count_by_enterprise(session: Session, campaign_id: int) -> Mapping[int, int]:
    """Return how many answers of a campaign there are from each enterprise, waiting ones too."""
    found = Counter(_count(session, _ARRIVALS, campaign_id))
    found.update(_count(session, _ANSWERS, campaign_id))
    return found


def list_waiting(session: Session, of: Respondents, *, most: int) -> tuple[WaitingAnswer, ...]:
    """Return answers that wait, in the order of their random keys."""
    columns = [_ARRIVALS.c[name] for name in WaitingAnswer.__slots__]
    statement = select(*columns).where(_of(_ARRIVALS, of)).order_by(_ARRIVALS.c.key).limit(most)
    return tuple(WaitingAnswer(*row) for row in session.connection().execute(statement))


def lock_waiting(session: Session, keys: Iterable[bytes]) -> frozenset[bytes]:
    """Return which of these answers still wait; no other worker moves them meanwhile."""
    statement = (
        select(_ARRIVALS.c.key)
        .where(_ARRIVALS.c.key.in_(sorted(keys)))
        .order_by(_ARRIVALS.c.key)
        .with_for_update()
    )
    return frozenset(session.connection().execute(statement).scalars())


def move_to_rest(session: Session, of: Respondents, answers: Sequence[WaitingAnswer]) -> None:
    """Take answers out of `arrivals` and put them to rest under new random keys."""
    connection = session.connection()
    connection.execute(
        insert(_ANSWERS),
        [
            {
                "key": secrets.token_bytes(_KEY_BYTES),
                "form_version_id": one.form_version_id,
                "xml": one.xml,
                "flags": list(one.flags),
                "day": one.day,
                **of.payload,
            }
            for one in answers
        ],
    )
    for some in batches([one.key for one in answers]):
        connection.execute(delete(_ARRIVALS).where(_ARRIVALS.c.key.in_(some)))


def add_to_tallies(
    session: Session, of: Respondents, chosen: Counter[tuple[int, str, str]]
) -> None:
    """Add to the tallies how often each (form version, measure, value) was chosen."""
    for (form_version_id, measure, value), count in sorted(chosen.items()):
        insert_or_update(
            session,
            Tally,
            {
                "form_version_id": form_version_id,
                "measure": measure,
                "value": value,
                "answer_count": count,
                **of.payload,
            },
            conflict_on=("campaign_id", "enterprise_id", "form_version_id", "measure", "value"),
            update={"answer_count": _TALLIES.c.answer_count + count},
        )


def list_tally(session: Session, of: Respondents) -> tuple[TallyCell, ...]:
    """Return everything that was counted."""
    columns = [_TALLIES.c[name] for name in TallyCell.__slots__]
    statement = select(*columns).where(_of(_TALLIES, of))
    return tuple(TallyCell(*row) for row in session.connection().execute(statement))


def list_form_version_ids(session: Session, of: Respondents) -> tuple[int, ...]:
    """Return which versions of the survey form were answered, the newest last."""
    statement = select(_ANSWERS.c.form_version_id).where(_of(_ANSWERS, of)).distinct()
    return tuple(sorted(session.connection().execute(statement).scalars()))


def list_xml(session: Session, of: Respondents) -> tuple[tuple[int, bytes], ...]:
    """Return form version and XML of every answer at rest."""
    statement = select(_ANSWERS.c.form_version_id, _ANSWERS.c.xml).where(_of(_ANSWERS, of))
    return tuple((row[0], row[1]) for row in session.connection().execute(statement))


def list_respondents(session: Session, campaign_id: int) -> tuple[Respondents, ...]:
    """Return the enterprises of a campaign from which there are answers."""
    found: set[int] = set()
    for table in (_ARRIVALS, _ANSWERS):
        statement = (
            select(table.c.enterprise_id).where(table.c.campaign_id == campaign_id).distinct()
        )
        found.update(session.connection().execute(statement).scalars())
    return tuple(Respondents(campaign_id, one) for one in sorted(found))


def _count(
    session: Session, table: Table, campaign_id: int, *narrower: ColumnElement[bool]
) -> Mapping[int, int]:
    statement = (
        select(table.c.enterprise_id, func.count())
        .where(table.c.campaign_id == campaign_id, *narrower)
        .group_by(table.c.enterprise_id)
    )
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def _of(table: Table, of: Respondents) -> ColumnElement[bool]:
    return (table.c.campaign_id == of.campaign_id) & (table.c.enterprise_id == of.enterprise_id)
