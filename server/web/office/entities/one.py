"""One entity: what it says, its conflict, and every version with where it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.entity_merge import LABEL
from server.domain.roles import Verb
from server.operations.create_project import ENTERPRISES
from server.store.queries import enterprises, entities, entity_pages
from server.store.queries.entity_pages import EntityRow, VersionRow
from server.store.row_key import stored
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.choices import form_titles
from server.web.office.dates import moment_text
from server.web.office.entities.blueprint import ENTITY, blueprint
from server.web.office.entities.lists import breadcrumbs
from server.web.office.entities.words import conflict_word, property_word
from server.web.office.frame import Place, open_place, render_page
from server.web.state import state


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A property that a version changed: what it was, what it is."""

    name: str
    before: str
    after: str
    is_in_conflict: bool


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version as its page tells it."""

    version: int
    at: str
    who: str
    source: str
    source_url: str | None
    base_version: int | None
    conflict: str
    changes: tuple[ChangeView, ...]


@blueprint.get(ENTITY)
@requires(Verb.ENTITY_READ)
def show_entity(project_id: int, list_name: str, uuid: str) -> str:
    """Show an entity with its versions, the newest first."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTITY_READ)
        found = entities.get_list(session, project_id, list_name)
        row = entity_pages.get_entity(session, place.scope, stored(found.id), uuid, is_deleted=None)
        versions = entity_pages.list_versions(session, row.id)
        return render_page(
            session,
            place,
            "entities/one.html",
            page_title=row.label or row.uuid,
            breadcrumbs=breadcrumbs(project_id, list_name),
            row=row,
            list_name=list_name,
            facts=_facts(session, place, row, list_name),
            values=[(name, row.data.get(name, "")) for name in found.properties],
            versions=_views(place, versions, form_titles(session, project_id))[::-1],
            conflict=conflict_word(row.conflict),
            resolve_url=url_for(
                "office_entities.resolve", project_id=project_id, list_name=list_name, uuid=row.uuid
            ),
            may_change=may(Verb.ENTITY_CHANGE, project_id) and row.deleted_at is None,
        )


def _facts(
    session: Session, place: Place, row: EntityRow, list_name: str
) -> list[dict[str, object]]:
    key = row.id if list_name == ENTERPRISES else row.enterprise_id
    enterprise = None if key is None else enterprises.find_enterprise(session, place.scope, key)
    return [
        {"label": gettext("Enterprise"), "value": enterprise.name, "url": _enterprise(place, key)}
        if enterprise is not None
        else {"label": gettext("Enterprise"), "value": None},
        {"label": gettext("Area"), "value": row.area_name},
        {"label": gettext("Version"), "value": row.version},
        {"label": gettext("Made by"), "value": row.creator_name},
        {"label": gettext("Made at"), "value": moment_text(row.created_at)},
        {"label": gettext("Id"), "value": row.uuid},
    ]


def _enterprise(place: Place, key: int | None) -> str | None:
    if not may(Verb.ENTERPRISE_READ, place.project_id):
        return None
    return url_for(
        "office_enterprises.show_enterprise", project_id=place.project_id, enterprise_id=key
    )


def _views(
    place: Place, versions: Sequence[VersionRow], titles: Mapping[str, str]
) -> list[VersionView]:
    found = []
    before: Mapping[str, str] = {}
    for row in versions:
        after = {LABEL: row.label, **row.data}
        found.append(
            VersionView(
                version=row.version,
                at=moment_text(row.created_at),
                who=row.creator_name or gettext("the server"),
                source=_source(row, titles),
                source_url=_source_url(place, row),
                base_version=row.base_version if row.conflict else None,
                conflict=conflict_word(row.conflict),
                changes=_changes(before, after, row.conflicting or ()),
            )
        )
        before = after
    return found


def _changes(
    before: Mapping[str, str], after: Mapping[str, str], conflicting: Sequence[str]
) -> tuple[ChangeView, ...]:
    return tuple(
        ChangeView(
            property_word(name), before.get(name, ""), after.get(name, ""), name in conflicting
        )
        for name in after
        if before.get(name, "") != after.get(name, "")
    )


def _source(row: VersionRow, titles: Mapping[str, str]) -> str:
    if row.submission_id is not None and row.form_id is not None:
        form = titles.get(row.form_id, row.form_id)
        return str(gettext("Submission of the form %(form)s", form=form))
    return row.source_name or (row.user_agent or "")[:60]


def _source_url(place: Place, row: VersionRow) -> str | None:
    if row.submission_id is None or not may(Verb.SUBMISSION_READ, place.project_id):
        return None
    return url_for(
        "office_submissions.show_submission",
        project_id=place.project_id,
        submission_id=row.submission_id,
    )
