"""The submissions of a list as points of a drawing: where they were filled in."""

from dataclasses import replace

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.store.queries import submission_lists
from server.web.auth import requires
from server.web.office.frame import Place, open_place, render_page
from server.web.office.map_drawing import Mark, draw_map, metres_text
from server.web.office.submission_words import nameless
from server.web.office.submissions.addresses import address_to, breadcrumbs, list_address
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import Choices, chips, read_choices
from server.web.state import state

MOST_MARKS = 1_000


@blueprint.get("/<pk:project_id>/submissions/map")
@requires(Verb.SUBMISSION_READ)
def show_map(project_id: int) -> str:
    """Show where the newest submissions of the list were filled in, and their enterprises."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        choices = read_choices(session, place)
        return render_page(
            session,
            place,
            "submissions/map.html",
            page_title=gettext("Where they were filled in"),
            breadcrumbs=breadcrumbs(project_id, choices),
            chips=chips(choices, place),
            clear_url=url_for("office_submissions.show_map", project_id=project_id),
            list_url=list_address(project_id, choices),
            map=draw_map(marks := _marks(session, place, choices)),
            count=sum(one.kind == "check" for one in marks),
            most=MOST_MARKS,
        )


def _marks(session: Session, place: Place, choices: Choices) -> tuple[Mark, ...]:
    wanted = replace(choices.wanted, has_place=True)
    rows = submission_lists.list_rows(session, place.scope, wanted, limit=MOST_MARKS)
    firms: dict[int, Mark] = {}
    checks = []
    for row in rows:
        name = row.enterprise_name or row.instance_name or nameless(row.received_at)
        url = address_to("show_submission", place.project_id, row.id, choices)
        off = "" if row.metres_off is None else f" · {metres_text(row.metres_off)}"
        if row.place is not None:
            checks.append(Mark(row.place, "check", f"{name}{off}", url))
        if row.enterprise_place is not None and row.enterprise_id is not None:
            firms[row.enterprise_id] = Mark(row.enterprise_place, "enterprise", name)
    return (*firms.values(), *checks)
