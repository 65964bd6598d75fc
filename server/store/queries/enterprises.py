"""Enterprises: lists, searches and counts within a scope, and the rows of the projection."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from unicodedata import normalize

from sqlalchemy import ColumnElement, bindparam, exists, func, insert, or_, select, tuple_
from sqlalchemy import update as update_rows
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.pinyin import initials
from server.problems import NotFound
from server.store.batches import batches
from server.store.queries.scope import Scope, narrowed, within
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity
from server.store.upsert import table_of

_ENTERPRISES = table_of(Enterprise)
_ENTITIES = table_of(Entity)
_MOST_LETTERS = 30
_MOST_BY_INITIALS = 5_000
FACTS = tuple(field.name for field in fields(EnterpriseFacts))
"""The columns of the projection that are facts."""


@dataclass(frozen=True, slots=True)
class EnterpriseFilter:
    """What a list is narrowed to: an area with all below it, a park, a part of name or code.

    `area_ids` are areas themselves, without what lies below them; `also_ids` are enterprises that
    the text means beside those whose name or code it is a part of.
    """

    area_id: int | None = None
    area_ids: frozenset[int] | None = None
    park_id: int | None = None
    text: str = ""
    ids: frozenset[int] | None = None
    also_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list: at most `limit` rows after a name and key, or after so many rows."""

    limit: int | None = None
    offset: int = 0
    after: tuple[str, int] | None = None


EVERYTHING = EnterpriseFilter()
ALL_ROWS = Page()


def find_enterprise(session: Session, scope: Scope, enterprise_id: int) -> Enterprise | None:
    """Return an enterprise within a scope."""
    statement = select_rows(Enterprise).where(
        col(Enterprise.id) == enterprise_id, *conditions_of(scope, EVERYTHING)
    )
    return session.exec(statement).first()


def get_enterprise(session: Session, scope: Scope, enterprise_id: int) -> Enterprise:
    """Return an enterprise within a scope; raises NotFound, for foreign ones as well."""
    found = find_enterprise(session, scope, enterprise_id)
    if found is None:
        raise NotFound
    return found


def list_enterprises(
    session: Session,
    scope: Scope,
    wanted: EnterpriseFilter = EVERYTHING,
    page: Page = ALL_ROWS,
) -> tuple[Enterprise, ...]:
    """Return a page of the enterprises within a scope, by name and key."""
    statement = select_rows(Enterprise).where(*conditions_of(scope, wanted))
    if page.after is not None:
        place = tuple_(col(Enterprise.name), col(Enterprise.id))
        statement = statement.where(place > tuple_(*page.after))
    statement = statement.order_by(col(Enterprise.name), col(Enterprise.id))
    statement = statement.limit(page.limit).offset(page.offset or None)
    return tuple(session.exec(statement))


def count_enterprises(session: Session, scope: Scope, wanted: EnterpriseFilter = EVERYTHING) -> int:
    """Return how many enterprises within a scope a filter lets through."""
    statement = select(func.count()).select_from(_ENTERPRISES)
    statement = statement.where(*conditions_of(scope, wanted))
    return int(session.connection().execute(statement).scalar_one())


def list_ids(session: Session, scope: Scope, wanted: EnterpriseFilter) -> tuple[int, ...]:
    """Return the keys of enterprises within a scope, by name and key."""
    statement = select(_ENTERPRISES.c.id).where(*conditions_of(scope, wanted))
    statement = statement.order_by(_ENTERPRISES.c.name, _ENTERPRISES.c.id)
    return tuple(session.connection().execute(statement).scalars())


def find_id_by_uscc(session: Session, project_id: int, uscc: str) -> int | None:
    """Return which enterprise of a project has a credit code, in whatever area."""
    statement = select(_ENTERPRISES.c.id).where(
        _ENTERPRISES.c.project_id == project_id, _ENTERPRISES.c.uscc == uscc
    )
    found = session.connection().execute(statement).scalar_one_or_none()
    return None if found is None else int(found)


def list_facts(
    session: Session, project_id: int, enterprise_ids: Collection[int] | None = None
) -> Mapping[int, EnterpriseFacts]:
    """Return the facts of enterprises by key: of these, or of all of a project."""
    columns = [_ENTERPRISES.c[name] for name in ("id", *FACTS)]
    statement = (
        select(*columns)
        .join(_ENTITIES, _ENTITIES.c.id == _ENTERPRISES.c.id)
        .where(_ENTERPRISES.c.project_id == project_id, _ENTITIES.c.deleted_at.is_(None))
    )
    if enterprise_ids is None:
        rows = session.connection().execute(statement)
        return {row[0]: EnterpriseFacts(*row[1:]) for row in rows}
    found: dict[int, EnterpriseFacts] = {}
    for some in batches(sorted(set(enterprise_ids))):
        rows = session.connection().execute(statement.where(_ENTERPRISES.c.id.in_(some)))
        found.update({row[0]: EnterpriseFacts(*row[1:]) for row in rows})
    return found


def find_by_initials(session: Session, scope: Scope, text: str) -> frozenset[int]:
    """Return the enterprises within a scope whose pinyin initials hold a text of letters.

    Ten thousand names take a few hundredths of a second; a text with other signs finds none.
    """
    letters = search_text(text).lower()
    if not letters.isascii() or not letters.isalpha() or len(letters) > _MOST_LETTERS:
        return frozenset()
    statement = select(_ENTERPRISES.c.id, _ENTERPRISES.c.name).where(
        *conditions_of(scope, EVERYTHING)
    )
    rows = session.connection().execute(statement)
    found = (key for key, name in rows if letters in initials(name))
    return frozenset(islice(found, _MOST_BY_INITIALS))


def insert_enterprises(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Add rows of the projection (columns by name)."""
    for some in batches(rows):
        session.connection().execute(insert(_ENTERPRISES), some)


def update_enterprises(
    session: Session, changed: Mapping[int, EnterpriseFacts], *, at: datetime
) -> None:
    """Set the facts of enterprises."""
    if not changed:
        return
    statement = (
        update_rows(_ENTERPRISES)
        .where(_ENTERPRISES.c.id == bindparam("enterprise_id"))
        .values(updated_at=at, **{name: bindparam(f"new_{name}") for name in FACTS})
    )
    rows = [
        {
            "enterprise_id": key,
            **{f"new_{name}": value for name, value in columns_of(facts).items()},
        }
        for key, facts in changed.items()
    ]
    session.connection().execute(statement, rows)


def columns_of(facts: EnterpriseFacts) -> dict[str, object]:
    """Return facts as columns of the projection."""
    return {name: getattr(facts, name) for name in FACTS}


def search_text(text: str) -> str:
    """Return what is looked for: full-width letters narrowed, blanks around and NUL taken off."""
    return normalize("NFKC", text).replace("\0", "").strip()


def conditions_of(scope: Scope, wanted: EnterpriseFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on the table of enterprises that a scope and a filter make."""
    area = _ENTERPRISES.c.area_id
    is_kept = exists().where(_ENTITIES.c.id == _ENTERPRISES.c.id, _ENTITIES.c.deleted_at.is_(None))
    conditions = [_ENTERPRISES.c.project_id == scope.project_id, is_kept, within(scope, area)]
    if wanted.area_id is not None:
        conditions.append(narrowed(scope, area, wanted.area_id))
    if wanted.area_ids is not None:
        conditions.append(area.in_(sorted(wanted.area_ids)))
    if wanted.park_id is not None:
        conditions.append(_ENTERPRISES.c.park_id == wanted.park_id)
    if wanted.ids is not None:
        conditions.append(_ENTERPRISES.c.id.in_(sorted(wanted.ids)))
    text = search_text(wanted.text)
    if text:
        conditions.append(
            or_(
                _ENTERPRISES.c.name.icontains(text, autoescape=True),
                _ENTERPRISES.c.uscc.icontains(text, autoescape=True),
                *([_ENTERPRISES.c.id.in_(sorted(wanted.also_ids))] if wanted.also_ids else []),
            )
        )
    return conditions
