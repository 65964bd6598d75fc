"""Findings as phones send them: site checks that find them, follow-ups that rectify them."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from sqlmodel import Session, select

from server.domain.findings import DUE_ON, FINDINGS, STATE
from server.operations.write_entities import EntityWrite, write_entities
from server.store.queries.entities import ensure_list, get_list
from server.store.tables.entities import Entity
from tests import factories
from tests.entity_forms import Field, answers, block, new_uuid
from xlsforms.delivered import CHECK_FORM, FOLLOW_UP_FORM

DUE = "2026-12-20"


def add_finding(session: Session, project_id: int, enterprise_id: int, area_id: int) -> int:
    """Store an open finding of an enterprise, as if a site check had sent it; return its key."""
    by = factories.by()
    list_id = ensure_list(session, project_id, FINDINGS, properties=(STATE, DUE_ON), now=by.at)
    data = {STATE: "open", DUE_ON: DUE}
    write = EntityWrite("缺职工名册", data, area_id=area_id, enterprise_id=enterprise_id)
    return write_entities(session, by, list_id, [write])[0]


def publish(field: Field) -> None:
    """Publish the forms that write and read findings."""
    for form_id in (CHECK_FORM, FOLLOW_UP_FORM):
        field.publish(factories.compiled(form_id))


def labels(field: Field) -> dict[str, str]:
    """Return what the findings that are there say, by their ids."""
    with field.store.reading() as session:
        found = get_list(session, field.people.places.project_id, FINDINGS)
        rows = session.exec(select(Entity).where(Entity.entity_list_id == found.id))
        return {one.uuid: one.label for one in rows if one.deleted_at is None}


def finding(key: str, what: str = "缺职工名册", **values: str) -> str:
    """Return a row of the repeat of findings."""
    told = {
        "finding_subject": "contracts",
        "finding_text": what,
        "finding_due": DUE,
        "finding_found_on": "2026-11-20",
        "finding_state": "open",
        "finding_enterprise_name": "甲厂",
        **values,
    }
    return f"<finding>{answers(**told)}{block(FINDINGS, what, id=key, create='1')}</finding>"


def send_check(
    field: Field, uscc: str = "", rows: str | None = None, *, sender_id: int | None = None
) -> str:
    """Send a site check that names its enterprise by its code; return the id of its finding."""
    key = new_uuid()
    body = f"<enterprise><find_by>uscc</find_by><uscc>{escape(uscc)}</uscc></enterprise>"
    field.send(factories.compiled(CHECK_FORM), body + (rows or finding(key)), sender_id=sender_id)
    return key


def follow_up(
    field: Field, key: str, base: int, values: Mapping[str, str], *, sender_id: int | None = None
) -> int:
    """Send a follow-up of one finding with these answers; return the key of its version."""
    told = {"finding": key, "followed_up_on": "2026-11-25", **values}
    written = block(FINDINGS, id=key, update="1", baseVersion=str(base))
    body = f"<rectification>{answers(**told)}{written}</rectification>"
    return field.send(factories.compiled(FOLLOW_UP_FORM), body, sender_id=sender_id)


RECTIFIED: Mapping[str, str] = {
    "result": "rectified",
    "photo": "after.jpg",
    "note": "已补齐",
    "state_after": "rectified",
    "due_after": DUE,
    "rectified_on": "2026-11-25",
}
NOT_YET: Mapping[str, str] = {
    "result": "not_yet",
    "note": "仍未建立",
    "new_due": "2027-01-10",
    "state_after": "open",
    "due_after": "2027-01-10",
    "rectified_on": "",
}
