"""Records and titles in force: where each came from, filtered, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.reading.record_kinds import KnownTitle, RecordKind
from server.operations.batch_plans import kinds_of, titles_of
from server.operations.import_records import TITLES
from server.store.queries import enterprises, reached_enterprises, record_batches, records
from server.store.queries.records import RecordFilter, RecordRow, TitleRow
from server.store.tables.enterprises import Enterprise
from server.store.tables.records import RecordBatch
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.choices import area_options
from server.web.office.dates import day_text, moment_text
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.office.records.blueprint import WHAT, blueprint, list_url
from server.web.office.records.words import local, what_word
from server.web.office.register_words import yes_no_word
from server.web.requests import asked_text
from server.web.state import state


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A record or a title as the list shows it."""

    id: int
    name: str
    uscc: str
    enterprise_url: str
    kind: str
    day: str
    until: str
    values: str
    document: str
    origin: str
    origin_url: str | None


@blueprint.get(WHAT)
@requires(Verb.RECORD_READ)
def list_entries(project_id: int, what: str) -> str:
    """Show the records or titles that the reader sees."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.RECORD_READ)
        wanted = RecordFilter(
            kind=asked_text("kind"),
            enterprise_id=key_from("enterprise"),
            batch_id=key_from("batch"),
            text=request.args.get("q", "").strip()[:100],
        )
        kinds = kinds_of(session, project_id)
        titles = titles_of(session, project_id)
        rows, count = _entries(session, place, what, wanted, kinds, titles)
        page = rows[:ROWS_A_PAGE]
        return render_page(
            session,
            place,
            "records/list.html",
            page_title=what_word(what),
            what=what,
            is_titles=what == TITLES,
            rows=page,
            count=count,
            kinds=_options(what, kinds, titles),
            areas=area_options(place),
            chosen=wanted,
            chips=_chips(session, place, what, wanted, kinds),
            next_url=here(after=page[-1].id) if len(rows) > ROWS_A_PAGE else None,
            first_url=here(after=None) if key_from("after") is not None else None,
            list_url=list_url(project_id, what),
            batches_url=url_for("office_records.list_imports", project_id=project_id, what=what),
            import_url=url_for("office_records.show_upload", project_id=project_id, what=what),
            may_import=may(Verb.RECORD_IMPORT, project_id),
            tabs=tabs(project_id, what),
        )


def tabs(project_id: int, what: str) -> list[dict[str, object]]:
    """Return links between records and titles."""
    return [
        {"label": what_word(one), "url": list_url(project_id, one), "current": one == what}
        for one in ("records", TITLES)
    ]


def _entries(
    session: Session,
    place: Place,
    what: str,
    wanted: RecordFilter,
    kinds: Mapping[str, RecordKind],
    titles: Mapping[str, KnownTitle],
) -> tuple[list[EntryRow], int]:
    after, limit = key_from("after"), ROWS_A_PAGE + 1
    if what == TITLES:
        found = records.list_titles(session, place.scope, wanted, limit=limit, after=after)
        rows = [_title_row(place, one, titles) for one in found]
        return rows, records.count_titles(session, place.scope, wanted)
    listed = records.list_records(session, place.scope, wanted, limit=limit, after=after)
    rows = [_record_row(place, one, kinds) for one in listed]
    return rows, records.count_records(session, place.scope, wanted)


def _record_row(place: Place, row: RecordRow, kinds: Mapping[str, RecordKind]) -> EntryRow:
    kind = kinds.get(row.record.kind)
    names = {} if kind is None else {one.key: local(text) for one, text in kind.columns}
    values = [
        f"{names.get(key, key)} {yes_no_word(value) if isinstance(value, bool) else value}"
        for key, value in row.record.columns.items()
    ]
    return EntryRow(
        id=row.record.id or 0,
        kind=row.record.kind if kind is None else local(kind.name),
        day=day_text(row.record.dated_on),
        until="",
        values=" · ".join(values),
        document=row.record.source,
        **_shared(place, row.enterprise, row.batch),
    )


def _title_row(place: Place, row: TitleRow, titles: Mapping[str, KnownTitle]) -> EntryRow:
    known = titles.get(row.title.code)
    return EntryRow(
        id=row.title.id or 0,
        kind=row.title.code if known is None else local(known.name),
        day=day_text(row.title.since),
        until=day_text(row.title.until),
        values=row.title.level,
        document=row.title.source_document,
        **_shared(place, row.enterprise, row.batch),
    )


def _shared(place: Place, enterprise: Enterprise, batch: RecordBatch | None) -> dict[str, str]:
    origin = "" if batch is None else f"{batch.file_name} · {moment_text(batch.created_at)}"
    url = here(batch=batch.id, after=None) if batch is not None and batch.id is not None else ""
    return {
        "name": enterprise.name,
        "uscc": enterprise.uscc or "",
        "enterprise_url": url_for(
            "office_enterprises.show_enterprise",
            project_id=place.project_id,
            enterprise_id=enterprise.id,
        ),
        "origin": origin,
        "origin_url": url,
    }


def _options(
    what: str, kinds: Mapping[str, RecordKind], titles: Mapping[str, KnownTitle]
) -> list[dict[str, str]]:
    if what != TITLES:
        return [{"value": key, "label": local(one.name)} for key, one in kinds.items()]
    by_code = {one.code: local(one.name) for one in titles.values()}
    return [{"value": code, "label": name} for code, name in by_code.items()]


def _chips(
    session: Session,
    place: Place,
    what: str,
    wanted: RecordFilter,
    kinds: Mapping[str, RecordKind],
) -> list[dict[str, str]]:
    found: list[tuple[str, str, str]] = []
    if wanted.text:
        found.append((gettext("Name or credit code"), wanted.text, "q"))
    if place.area is not None:
        found.append((gettext("Area"), place.area.name, "area"))
    if wanted.kind:
        known = kinds.get(wanted.kind)
        name = wanted.kind if known is None or what == TITLES else local(known.name)
        found.append((gettext("Kind"), name, "kind"))
    if wanted.enterprise_id is not None:
        one = enterprises.find_enterprise(session, place.scope, wanted.enterprise_id)
        found.append((gettext("Enterprise"), "" if one is None else one.name, "enterprise"))
    if wanted.batch_id is not None:
        found.append((gettext("Import"), _batch_name(session, place, wanted.batch_id), "batch"))
    return [
        {"label": label, "value": value, "url": here(**{name: None}, after=None)}
        for label, value, name in found
    ]


def _batch_name(session: Session, place: Place, batch_id: int) -> str:
    """Return the file name of an import that the reader sees any of, else its number."""
    named = record_batches.enterprises_of_batch(session, batch_id)
    is_seen = bool(reached_enterprises.within_scope(session, place.scope, named))
    if not is_seen:
        return str(batch_id)
    return record_batches.get_batch(session, place.project_id, batch_id).file_name
