"""All entity lists, and one of them: searched, cut to an area, page by page."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext

from server.domain.roles import Verb
from server.operations.create_project import ENTERPRISES
from server.store.queries import entities, entity_pages, list_forms, refused_entities
from server.store.queries.entity_pages import EntityFilter, EntityRow, ListCounts, Turn
from server.store.row_key import stored
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.choices import area_options
from server.web.office.entities.blueprint import LIST, LISTS, blueprint
from server.web.office.entities.words import conflict_word
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.state import state

_NOTHING = ListCounts()
_MOST_COLUMNS = 4
"""Properties that a list shows beside the label; an entity's own page shows all."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """An entity list with how much of it the reader sees."""

    name: str
    url: str
    counts: ListCounts
    is_register: bool
    is_approval_required: bool


@blueprint.get(LISTS)
@requires(Verb.ENTITY_READ)
def list_lists(project_id: int) -> str:
    """Show the entity lists of the project."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTITY_READ)
        counts = entity_pages.count_lists(session, place.scope)
        rows = [
            ListRow(
                name=one.name,
                url=url_for("office_entities.show_list", project_id=project_id, list_name=one.name),
                counts=counts.get(stored(one.id), _NOTHING),
                is_register=one.name == ENTERPRISES,
                is_approval_required=one.is_approval_required,
            )
            for one in entities.list_lists(session, project_id)
        ]
        return render_page(
            session,
            place,
            "entities/lists.html",
            page_title=gettext("Entity lists"),
            rows=rows,
            refused_count=refused_entities.count_refused(session, place.scope),
            refused_url=url_for("office_entities.list_refused", project_id=project_id),
        )


@blueprint.get(LIST)
@requires(Verb.ENTITY_READ)
def show_list(project_id: int, list_name: str) -> str:
    """Show the entities of a list that the reader sees, the newest first."""
    wanted = EntityFilter(
        text=request.args.get("q", "").strip()[:100],
        is_in_conflict=request.args.get("conflict") == "yes",
    )
    after = key_from("after")
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTITY_READ)
        found = entities.get_list(session, project_id, list_name)
        list_id = stored(found.id)
        turn = Turn(limit=ROWS_A_PAGE + 1, after=after)
        rows = entity_pages.list_entities(session, place.scope, list_id, wanted, turn)
        shown = rows[:ROWS_A_PAGE]
        list_url = url_for("office_entities.show_list", project_id=project_id, list_name=list_name)
        return render_page(
            session,
            place,
            "entities/list.html",
            page_title=list_name,
            breadcrumbs=breadcrumbs(project_id),
            entity_list=found,
            is_register=list_name == ENTERPRISES,
            properties=found.properties[:_MOST_COLUMNS],
            rows=[(row, _address(project_id, list_name, row)) for row in shown],
            count=entity_pages.count_entities(session, place.scope, list_id, wanted),
            forms=list_forms.forms_of(session, found),
            chosen=wanted,
            chips=_chips(place, wanted),
            areas=area_options(place),
            conflicts=[{"value": "yes", "label": gettext("In conflict")}],
            conflict_word=conflict_word,
            may_change=may(Verb.ENTITY_LIST_CHANGE, project_id),
            list_url=list_url,
            next_url=here(after=shown[-1].id) if len(rows) > ROWS_A_PAGE else None,
            first_url=here(after=None) if after is not None else None,
        )


def breadcrumbs(project_id: int, list_name: str | None = None) -> list[dict[str, str]]:
    """Return the way to a list, or to an entity of it."""
    lists = url_for("office_entities.list_lists", project_id=project_id)
    found = [{"label": str(gettext("Entity lists")), "url": lists}]
    if list_name is not None:
        url = url_for("office_entities.show_list", project_id=project_id, list_name=list_name)
        found.append({"label": list_name, "url": url})
    return found


def _address(project_id: int, list_name: str, row: EntityRow) -> str:
    return url_for(
        "office_entities.show_entity", project_id=project_id, list_name=list_name, uuid=row.uuid
    )


def _chips(place: Place, wanted: EntityFilter) -> list[dict[str, str]]:
    found = []
    if wanted.text:
        found.append((gettext("Label or id"), wanted.text, "q"))
    if place.area is not None:
        found.append((gettext("Area"), place.area.name, "area"))
    if wanted.is_in_conflict:
        found.append((gettext("Conflicts"), gettext("In conflict"), "conflict"))
    return [
        {"label": label, "value": value, "url": here(**{name: None}, after=None)}
        for label, value, name in found
    ]
