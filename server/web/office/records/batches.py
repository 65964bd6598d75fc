"""Imports of records and titles: who brought what in, the file itself, and taking it back."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.batch_plans import kinds_of
from server.operations.import_records import TITLES
from server.operations.undo_batch import undo_batch
from server.problems import NotFound
from server.store.queries import reached_enterprises, record_batches
from server.store.queries.record_batches import BatchRow
from server.store.row_key import stored
from server.web.auth import current_user, requires
from server.web.auth import scope as scope_of
from server.web.downloads import send_blob
from server.web.office.acting import acting, may
from server.web.office.dates import moment_text
from server.web.office.form_errors import done
from server.web.office.frame import Place, open_place, render_page
from server.web.office.records.blueprint import WHAT, blueprint, list_url
from server.web.office.records.words import local, what_word
from server.web.state import state

_MOST_BATCHES = 200
_MOST_REASON = 1000


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import as the list shows it."""

    file_name: str
    file_url: str | None
    kind: str
    row_count: int
    rows_url: str
    who: str
    at: str
    undone: str
    undo_reason: str
    undo_url: str | None


@blueprint.get(f"{WHAT}/imports")
@requires(Verb.RECORD_READ)
def list_imports(project_id: int, what: str) -> str:
    """Show the imports of records or titles, those that were undone as well."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.RECORD_READ)
        kinds = {key: local(one.name) for key, one in kinds_of(session, project_id).items()}
        found = record_batches.list_batches(
            session,
            place.scope,
            kind=TITLES if what == TITLES else None,
            without=TITLES,
            user_id=current_user().user_id,
            limit=_MOST_BATCHES,
        )
        return render_page(
            session,
            place,
            "records/imports.html",
            page_title=gettext("Imports"),
            what_word=what_word(what),
            rows=[_row(place, what, one, kinds) for one in found],
            import_url=url_for("office_records.show_upload", project_id=project_id, what=what),
            may_import=may(Verb.RECORD_IMPORT, project_id),
            breadcrumbs=[{"label": what_word(what), "url": list_url(project_id, what)}],
        )


@blueprint.get(f"{WHAT}/imports/<pk:batch_id>/file")
@requires(Verb.RECORD_IMPORT)
def download_file(project_id: int, what: str, batch_id: int) -> Response:  # noqa: ARG001 - the address says which list
    """Return the file of an import to whoever may import for all enterprises in it."""
    with state().store.reading() as session:
        batch = record_batches.get_batch(session, project_id, batch_id)
        reached = scope_of(Verb.RECORD_IMPORT, project_id)
        named = record_batches.enterprises_of_batch(session, batch_id)
        is_whole = reached.is_whole_project
        if not is_whole and (
            not named or named - reached_enterprises.within_scope(session, reached, named)
        ):
            raise NotFound
    return send_blob(batch.blob_sha256, name=batch.file_name)


@blueprint.post(f"{WHAT}/imports/<pk:batch_id>/undo")
@requires(Verb.RECORD_IMPORT)
def undo(project_id: int, what: str, batch_id: int) -> AnyResponse:
    """Take all rows of an import out again, with a reason."""
    reason = request.form.get("reason", "").strip()[:_MOST_REASON]
    back = url_for("office_records.list_imports", project_id=project_id, what=what)
    if not reason:
        return done(gettext("Say why the import is undone."), back, tone="bad")
    with state().store.writing() as session:
        reached = scope_of(Verb.RECORD_IMPORT, project_id)
        undo_batch(session, acting(), reached, batch_id, reason=reason)
    return done(gettext("The import has been undone."), back)


def _row(place: Place, what: str, row: BatchRow, kinds: dict[str, str]) -> ImportRow:
    batch = row.batch
    key = stored(batch.id)
    is_undone = batch.undone_at is not None
    may_undo = may(Verb.RECORD_IMPORT, place.project_id) and not is_undone
    undo_url = url_for("office_records.undo", project_id=place.project_id, what=what, batch_id=key)
    file_url = url_for(
        "office_records.download_file", project_id=place.project_id, what=what, batch_id=key
    )
    return ImportRow(
        file_name=batch.file_name,
        file_url=file_url if batch.blob_sha256 is not None else None,
        kind=kinds.get(batch.kind, "" if what == TITLES else batch.kind),
        row_count=batch.row_count,
        rows_url=list_url(place.project_id, what, batch=key),
        who=row.created_by,
        at=moment_text(batch.created_at),
        undone=f"{row.undone_by} {moment_text(batch.undone_at)}" if is_undone else "",
        undo_reason=batch.undo_reason,
        undo_url=undo_url if may_undo else None,
    )
