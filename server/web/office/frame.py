"""What every page of a project shares: the project, the area it is cut to, and the frame around."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request, url_for
from flask_babel import format_datetime, gettext
from sqlmodel import Session

from server import clock
from server.domain.roles import Verb
from server.i18n import reader_locale
from server.problems import NotFound
from server.store.queries import jobs, projects
from server.store.queries.area_choices import list_choices
from server.store.queries.scope import Scope
from server.store.tables.areas import Area
from server.store.tables.projects import Project
from server.web.addresses import here
from server.web.auth import current_user, scope
from server.web.office.languages import languages
from server.web.office.navigation import navigation


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: a project, what of it the user sees, and the area chosen in it."""

    project: Project
    project_id: int
    scope: Scope
    area: Area | None
    choices: tuple[tuple[Area, int], ...]

    @property
    def area_id(self) -> int | None:
        """The area chosen in the address, None: all that the user sees."""
        return self.area.id if self.area is not None else None


def open_place(session: Session, project_id: int, verb: Verb) -> Place:
    """Return the place of a page; raises NotFound for a foreign project or area.

    The address's `area` narrows what the verb reaches; it never widens it.
    """
    project = projects.get_project(session, project_id)
    reached = scope(verb, project_id)
    choices = list_choices(session, reached)
    area = _chosen_area(choices)
    if area is not None and area.id is not None:
        reached = Scope(project_id=project_id, area_ids=frozenset({area.id}))
    return Place(project, project_id, reached, area, choices)


def render_page(
    session: Session, place: Place, template: str, *, page_title: str, **context: object
) -> str:
    """Return a page of the office inside its frame."""
    return render_template(
        template,
        page_title=page_title,
        place=place,
        **_frame_of(session, place),
        **context,
    )


def page_answer(html: str, status: int = 200) -> Response:
    """Return a page with a status, such as 422 for a form with errors."""
    return make_response(html, status)


def _chosen_area(choices: tuple[tuple[Area, int], ...]) -> Area | None:
    wanted = request.args.get("area", "")
    if not wanted:
        return None
    for area, _depth in choices:
        if str(area.id) == wanted:
            return area
    raise NotFound


def _frame_of(session: Session, place: Place) -> dict[str, object]:
    user = current_user()
    return {
        "navigation": navigation(user, place.project_id),
        "project": {
            "name": place.project.name,
            "url": url_for("office_desk.show_desk", project_id=place.project_id),
        },
        "projects": [
            {
                "name": one.name,
                "url": url_for("office_desk.show_desk", project_id=one.id),
                "current": one.id == place.project_id,
            }
            for one in projects.list_seen(session, user.grants)
        ],
        "scope": _scope_menu(place),
        "search": {
            "url": url_for("office_enterprises.list_enterprises", project_id=place.project_id),
            "name": "q",
            "value": request.args.get("q", ""),
        },
        "jobs": _jobs_link(session, place),
        "current_user": {"name": user.display_name, "role": ""},
        "account_links": [
            {
                "label": gettext("My account"),
                "url": url_for("office_account.show_account", project_id=place.project_id),
                "icon": "key",
            }
        ],
        "logout_url": url_for("office_login.log_out"),
        "languages": languages(),
        "locale": reader_locale(),
        "theme": request.cookies.get("theme"),
        "printed_at": format_datetime(clock.now(), "yyyy-MM-dd HH:mm"),
    }


def _scope_menu(place: Place) -> dict[str, object]:
    whole = {
        "label": gettext("All areas"),
        "url": here(area=None, after=None, before=None),
        "current": place.area is None,
        "depth": 0,
    }
    choices = [
        {
            "label": area.name,
            "url": here(area=area.id, after=None, before=None),
            "current": area.id == place.area_id,
            "depth": min(depth, 4),
        }
        for area, depth in place.choices
    ]
    label = place.area.name if place.area is not None else gettext("All areas")
    return {"label": label, "choices": [whole, *choices]}


def _jobs_link(session: Session, place: Place) -> dict[str, object]:
    return {
        "url": url_for("office_jobs.list_jobs", project_id=place.project_id),
        "count": jobs.count_unfinished(session, place.project_id),
        "part_url": None,
    }
