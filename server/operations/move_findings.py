"""Give the findings of a site check to the enterprise that it belongs to."""

from collections.abc import Mapping

from sqlmodel import Session

from server.domain.findings import ENTERPRISE, ENTERPRISE_NAME
from server.operations.write_entities import EntityWrite, write_entities
from server.store.queries import entities, findings, links
from server.store.queries.audits import By
from server.store.tables.enterprises import Enterprise
from server.store.tables.entities import Entity


def enterprise_texts(session: Session, enterprise_id: int) -> Mapping[str, str]:
    """Return what a finding says of its enterprise: phones look its findings up by the id."""
    uuid = session.get_one(Entity, enterprise_id).uuid
    return {ENTERPRISE: uuid, ENTERPRISE_NAME: session.get_one(Enterprise, enterprise_id).name}


def move_findings(
    session: Session, by: By, submission_id: int, enterprise_id: int | None
) -> tuple[int, ...]:
    """Give the findings of a site check to an enterprise that it is tied to now; return their keys.

    The list of findings is locked by whoever ties, together with all that it writes besides.
    Those that are its own already stay as they are, and so do all when it is tied to none.
    """
    keys = findings.list_of_submission(session, submission_id)
    if not keys or enterprise_id is None:
        return ()
    texts = enterprise_texts(session, enterprise_id)
    area_id = links.find_area(session, enterprise_id)
    moved = []
    for key, state in sorted(entities.list_states(session, keys).items()):
        if state.enterprise_id == enterprise_id or state.deleted_at is not None:
            continue
        write = EntityWrite(
            label=state.label,
            data=texts,
            entity_id=key,
            area_id=area_id,
            enterprise_id=enterprise_id,
        )
        write_entities(session, by, state.entity_list_id, [write])
        moved.append(key)
    return tuple(moved)
