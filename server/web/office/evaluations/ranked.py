"""A page of a ranking: each evaluation with its place; equal points share one."""

from dataclasses import dataclass

from sqlmodel import Session

from server.store.queries import evaluations
from server.store.queries.evaluations import EvaluationEntry, EvaluationFilter, Order
from server.store.queries.scope import Scope
from server.web.addresses import here
from server.web.office.list_state import ROWS_A_PAGE, key_from


@dataclass(frozen=True, slots=True)
class RankedRow:
    """An evaluation with its place."""

    entry: EvaluationEntry
    rank: int | None


@dataclass(frozen=True, slots=True)
class RankedPage:
    """Rows of a list, and the address of the next ones."""

    rows: tuple[RankedRow, ...]
    first_url: str | None
    next_url: str | None


def ranked_page(
    session: Session, scope: Scope, wanted: EvaluationFilter, order: Order
) -> RankedPage:
    """Return the page of a list that the address names."""
    after = key_from("after")
    found = evaluations.list_evaluations(
        session, scope, wanted, order=order, limit=ROWS_A_PAGE + 1, after=after
    )
    entries = found[:ROWS_A_PAGE]
    ranks = _ranks(session, scope, wanted, entries) if order is Order.RANKING else {}
    return RankedPage(
        rows=tuple(RankedRow(one, ranks.get(one.id)) for one in entries),
        first_url=here(after=None) if after is not None else None,
        next_url=here(after=entries[-1].id) if len(found) > ROWS_A_PAGE else None,
    )


def _ranks(
    session: Session, scope: Scope, wanted: EvaluationFilter, entries: tuple[EvaluationEntry, ...]
) -> dict[int, int]:
    """Return the place of each: two are asked for, those after them are counted on."""
    ranks: dict[int, int] = {}
    start = 0
    for number, one in enumerate(entries):
        before = entries[number - 1] if number else None
        if before is not None and before.lowest == one.lowest:
            ranks[one.id] = ranks[before.id]
        elif before is None or not start:
            ranks[one.id] = evaluations.rank_of(session, scope, one, wanted)
            start = 0 if before is None else ranks[one.id] - number
        else:
            ranks[one.id] = start + number
    return ranks
