"""The tree of areas with the enterprises in each."""

from flask import url_for
from flask_babel import gettext

from server.domain.roles import Verb
from server.store.queries import area_counts
from server.store.tables.areas import Area
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.areas.blueprint import blueprint
from server.web.office.frame import open_place, render_page
from server.web.office.register_words import level_word
from server.web.state import state


@blueprint.get("/<pk:project_id>/areas")
@requires(Verb.AREA_READ)
def list_areas(project_id: int) -> str:
    """Show the areas that the reader sees, each followed by what lies below it."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.AREA_READ)
        top = 0 if place.area is None else _depth_of(place.choices, place.area.id)
        return render_page(
            session,
            place,
            "areas/list.html",
            page_title=gettext("Areas and parks"),
            rows=_below(place.choices, place.area_id),
            top=top,
            counts=area_counts.count_by_area(session, place.scope),
            level_word=level_word,
            may_change=may(Verb.AREA_CHANGE, project_id),
            list_url=url_for("office_areas.list_areas", project_id=project_id),
        )


_Choices = tuple[tuple[Area, int], ...]


def _below(choices: _Choices, area_id: int | None) -> _Choices:
    """Return an area with all that follows it deeper in the tree; None: all areas."""
    if area_id is None:
        return choices
    start = next(place for place, (area, _) in enumerate(choices) if area.id == area_id)
    depth = choices[start][1]
    end = next(
        (place for place in range(start + 1, len(choices)) if choices[place][1] <= depth),
        len(choices),
    )
    return choices[start:end]


def _depth_of(choices: _Choices, area_id: int | None) -> int:
    return next(depth for area, depth in choices if area.id == area_id)
