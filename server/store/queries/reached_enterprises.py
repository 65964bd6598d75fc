"""Which of some enterprises a scope reaches: by their credit codes, or by their keys."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from server.store.batches import batches
from server.store.queries.enterprises import EVERYTHING, EnterpriseFilter, conditions_of
from server.store.queries.scope import Scope
from server.store.tables.enterprises import Enterprise


def known_enterprises(
    session: Session, scope: Scope, codes: Collection[str]
) -> dict[str, tuple[int, str]]:
    """Return enterprises within a scope by their credit codes: key and name."""
    found: dict[str, tuple[int, str]] = {}
    for some in batches(sorted(codes)):
        statement = select(Enterprise.uscc, Enterprise.id, Enterprise.name).where(
            *conditions_of(scope, EVERYTHING), col(Enterprise.uscc).in_(some)
        )
        found.update({str(code): (key, name) for code, key, name in session.exec(statement)})
    return found


def within_scope(session: Session, scope: Scope, enterprise_ids: Collection[int]) -> frozenset[int]:
    """Return those of some enterprises that lie within a scope."""
    found: set[int] = set()
    for some in batches(sorted(enterprise_ids)):
        wanted = EnterpriseFilter(ids=frozenset(some))
        statement = select(Enterprise.id).where(*conditions_of(scope, wanted))
        found.update(session.exec(statement))
    return frozenset(found)
