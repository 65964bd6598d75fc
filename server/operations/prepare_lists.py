"""Have large entity lists lie ready before phones ask for them: a changed list is written once.

Fifty thousand enterprises take a second to write; what 500 phones ask for in one morning is sent
from a file.
"""

from sqlmodel import Session

from server.operations.entity_list_file import list_file
from server.operations.job_context import JobContext
from server.store.list_files import ListFiles
from server.store.queries import entity_feed, phone_lists
from server.store.queries.entity_feed import ListPart
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.entities import EntityList

LARGE = 5_000
"""Rows from which on a part is prepared; a smaller one is written while a phone waits for it."""
_KEPT_SECONDS = 2 * 24 * 3600.0


def prepare_lists(context: JobContext) -> None:
    """Write the parts of large lists that phones will ask for, and forget those of yesterday."""
    files = ListFiles(context.settings.list_dir)
    with context.store.reading() as session:
        large = phone_lists.list_large(session, LARGE)
    for entity_list in large:
        with context.store.reading() as session:
            scopes = phone_lists.list_scopes(session, stored(entity_list.id))
        for areas in scopes:
            with context.store.reading() as session:
                _prepare(session, files, entity_list, areas)
    files.forget_unused(seconds=_KEPT_SECONDS)


def _prepare(
    session: Session, files: ListFiles, entity_list: EntityList, areas: frozenset[int]
) -> None:
    part = ListPart(stored(entity_list.id), Scope(entity_list.project_id, areas or None))
    if files.has(entity_feed.part_hash(session, entity_list, part)):
        return
    if entity_feed.count_rows(session, part) >= LARGE:
        list_file(session, files, entity_list, part).close()
