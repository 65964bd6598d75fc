"""Write what a preview of the register promised: by the same user, once, and only if still true."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.json_values import objects_of
from server.domain.register_json import PlannedRow, facts_with, planned_from_json
from server.operations.preview_register_import import REGISTER
from server.operations.write_enterprise import EnterpriseWrite, write_enterprises
from server.problems import N_, ChangedMeanwhile, NotFound, NotPossibleNow
from server.store.queries import areas, audits, enterprises, import_previews, parks
from server.store.queries.audits import Actee, By
from server.store.queries.register import lock_register
from server.store.queries.scope import Scope
from server.store.tables.enterprises import ImportPreview


@dataclass(frozen=True, slots=True)
class ImportDone:
    """How many rows an import made and changed."""

    created_count: int
    changed_count: int


def confirm_register_import(session: Session, by: By, scope: Scope, preview_id: int) -> ImportDone:
    """Write the new and changed rows of a preview, all or none of them; wrong rows stay out.

    One transaction, since half an import would be neither the file nor the register: ten thousand
    rows take about a second of it. Raises NotFound for the preview of another user, or when areas
    have left the scope meanwhile; NotPossibleNow when it was confirmed already; ChangedMeanwhile
    when the register is no longer the one that was compared.
    """
    count = lock_register(session, scope.project_id)
    preview = claim_preview(session, by, scope.project_id, preview_id, kind=REGISTER)
    if preview.register_change_count != count:
        raise ChangedMeanwhile
    new = [planned_from_json(one) for one in objects_of(preview.content, "newRows")]
    changed = [planned_from_json(one) for one in objects_of(preview.content, "changedRows")]
    writes = list(_writes(session, scope.project_id, [*new, *changed]))
    _check_reach(session, scope, writes)
    write_enterprises(session, by, scope.project_id, writes)
    done = ImportDone(created_count=len(new), changed_count=len(changed))
    note_import(session, by, preview, done)
    return done


def claim_preview(
    session: Session, by: By, project_id: int, preview_id: int, *, kind: str
) -> ImportPreview:
    """Return a preview of this user, now confirmed; raises NotFound, NotPossibleNow."""
    preview = import_previews.get_preview(
        session, project_id, preview_id, user_id=by.actor_id or 0, kind=kind
    )
    if not import_previews.claim(session, preview_id, at=by.at):
        raise NotPossibleNow(reason=N_("this import was confirmed already"))
    return preview


def note_import(session: Session, by: By, preview: ImportPreview, done: ImportDone) -> None:
    """Add an import to the audit log."""
    details = {
        "fileName": preview.file_name,
        "createdCount": done.created_count,
        "changedCount": done.changed_count,
    }
    actee = Actee("project", str(preview.project_id), preview.project_id)
    audits.note(session, by, f"{preview.kind}.import", actee, details=details)


def _writes(
    session: Session, project_id: int, rows: Sequence[PlannedRow]
) -> Iterator[EnterpriseWrite]:
    ids = {row.enterprise_id for row in rows if row.enterprise_id is not None}
    known: Mapping[int, EnterpriseFacts] = enterprises.list_facts(session, project_id, ids)
    park_ids = {one.name: one.id for one in parks.list_parks(session, project_id) if one.id}
    for row in rows:
        before = None if row.enterprise_id is None else known[row.enterprise_id]
        facts = facts_with(before, row.values, park_ids)
        yield EnterpriseWrite(facts, enterprise_id=row.enterprise_id)


def _check_reach(session: Session, scope: Scope, writes: Sequence[EnterpriseWrite]) -> None:
    """Raise NotFound when an area is no longer the user's, since the preview was made."""
    if scope.area_ids is None:
        return
    used = {write.facts.area_id for write in writes}
    if not used <= areas.list_ids_below(session, scope.area_ids):
        raise NotFound
