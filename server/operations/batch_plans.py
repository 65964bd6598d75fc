"""What can be imported in a project: the kinds of records of its schemes, and titles."""

from collections.abc import Mapping

from sqlmodel import Session

from server.domain.schemes.reading.record_kinds import (
    TITLE_COLUMNS,
    KnownTitle,
    RecordKind,
    known_titles,
    record_kinds,
)
from server.domain.schemes.reading.scheme_json import unpack_scheme
from server.operations.import_records import TITLES, BatchPlan
from server.problems import NotFound
from server.store.queries import schemes
from server.store.row_key import stored
from xlsforms.scheme import Scheme


def schemes_in_use(session: Session, project_id: int) -> tuple[Scheme, ...]:
    """Return the newest published version of each scheme of a project."""
    found = []
    for one in schemes.list_schemes(session, project_id):
        version = schemes.find_published(session, stored(one.id))
        if version is not None:
            found.append(unpack_scheme(version.content))
    return tuple(found)


def kinds_of(session: Session, project_id: int) -> Mapping[str, RecordKind]:
    """Return the kinds of records that the schemes of a project ask for."""
    return record_kinds(schemes_in_use(session, project_id))


def titles_of(session: Session, project_id: int) -> Mapping[str, KnownTitle]:
    """Return the titles that the schemes of a project lead to, as people may write them."""
    return known_titles(schemes_in_use(session, project_id))


def plan_of(session: Session, project_id: int, what: str, kind: str) -> BatchPlan:
    """Return how a kind is imported; raises NotFound for one that no scheme names."""
    if what == TITLES:
        titles = titles_of(session, project_id)
        return BatchPlan(TITLES, TITLES, TITLE_COLUMNS, titles=titles)
    found = kinds_of(session, project_id).get(kind)
    if found is None:
        raise NotFound
    return BatchPlan(what, kind, found.all_columns, department=found.department.zh)
