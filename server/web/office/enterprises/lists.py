"""The list of enterprises: filtered, sorted, page by page."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext

from server.domain.roles import Verb
from server.store.queries import enterprises, parks
from server.store.queries.enterprise_pages import EnterpriseSort, Order, Turn, list_page
from server.store.queries.enterprises import EnterpriseFilter
from server.store.tables.areas import Park
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.choices import area_options
from server.web.office.enterprises.blueprint import blueprint
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from, order_from
from server.web.office.register_words import industry_word
from server.web.state import state

_SORTS = tuple(one.value for one in EnterpriseSort)


@blueprint.get("/<pk:project_id>/enterprises")
@requires(Verb.ENTERPRISE_READ)
def list_enterprises(project_id: int) -> str:
    """Show the enterprises of the register that the reader sees."""
    sort, is_descending = order_from(_SORTS)
    text, park_id = request.args.get("q", "").strip()[:100], key_from("park")
    turn = Turn(ROWS_A_PAGE, after=key_from("after"), before=key_from("before"))
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTERPRISE_READ)
        by_initials = enterprises.find_by_initials(session, place.scope, text)
        wanted = EnterpriseFilter(text=text, park_id=park_id, also_ids=by_initials)
        order = Order(EnterpriseSort(sort), is_descending)
        page = list_page(session, place.scope, wanted, order=order, turn=turn)
        all_parks = parks.list_parks(session, project_id)
        return render_page(
            session,
            place,
            "enterprises/list.html",
            page_title=gettext("Register"),
            page=page,
            count=enterprises.count_enterprises(session, place.scope, wanted),
            total=enterprises.count_enterprises(session, place.scope),
            chips=_chips(place, text, _park_name(all_parks, park_id)),
            parks=[{"value": park.id, "label": park.name} for park in all_parks],
            areas=area_options(place),
            chosen={"q": text, "park": park_id, "area": place.area_id},
            sort=sort,
            is_descending=is_descending,
            previous_url=_page_url(before=page.previous_before),
            next_url=_page_url(after=page.next_after),
            industry_word=industry_word,
            may_change=may(Verb.ENTERPRISE_CHANGE, project_id),
            may_import=may(Verb.ENTERPRISE_IMPORT, project_id),
            list_url=url_for("office_enterprises.list_enterprises", project_id=project_id),
        )


def _park_name(all_parks: tuple[Park, ...], park_id: int | None) -> str | None:
    return next((park.name for park in all_parks if park.id == park_id), None)


def _chips(place: Place, text: str, park_name: str | None) -> list[Mapping[str, str]]:
    found: list[tuple[str, str, str]] = []
    if text:
        found.append((gettext("Name or credit code"), text, "q"))
    if place.area is not None:
        found.append((gettext("Area"), place.area.name, "area"))
    if park_name is not None:
        found.append((gettext("Park"), park_name, "park"))
    return [
        {"label": label, "value": value, "url": here(**{name: None}, after=None, before=None)}
        for label, value, name in found
    ]


def _page_url(*, after: int | None = None, before: int | None = None) -> str | None:
    if after is None and before is None:
        return None
    return here(after=after, before=before)
