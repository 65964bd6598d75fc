"""One app user: its settings code, areas and forms; and the form that makes a new one."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from qr.poster_code import is_loopback
from server.domain.roles import Verb
from server.operations.phone_report import PhoneReport, report_phone
from server.problems import NotFound
from server.store.queries import app_users, forms
from server.web.auth import requires
from server.web.office.app_users.blueprint import blueprint
from server.web.office.app_users.rows import phone_rows
from server.web.office.choices import area_options
from server.web.office.dates import moment_text
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import keys_from_form
from server.web.office.seen_form import seen_field
from server.web.state import state

_MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of an app user."""

    name: str = ""
    area_ids: tuple[int, ...] = ()
    form_ids: tuple[str, ...] = ()


def read_typed() -> Typed:
    """Return what the form that was sent says."""
    return Typed(
        name=request.form.get("name", "").strip(),
        area_ids=keys_from_form("area"),
        form_ids=tuple(request.form.getlist("form")),
    )


def errors_of(typed: Typed, place: Place) -> dict[str, str]:
    """Return what is wrong with it, by field; empty when all is well."""
    errors = {}
    if not typed.name:
        errors["name"] = gettext("Enter a name, such as that of the inspector.")
    elif len(typed.name) > _MOST_NAME:
        errors["name"] = gettext("A name has at most %(most)s characters.", most=_MOST_NAME)
    if not typed.area_ids and not place.scope.is_whole_project:
        errors["area"] = gettext("Choose at least one of your areas.")
    return errors


@blueprint.get("/<pk:project_id>/app-users/new")
@requires(Verb.APP_USER_MANAGE)
def show_new(project_id: int) -> str:
    """Ask for the name, areas and forms of a new app user."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.APP_USER_MANAGE)
        every = tuple(str(one["value"]) for one in form_options(session, project_id))
        return new_page(session, place, Typed(form_ids=every), {})


def new_page(session: Session, place: Place, typed: Typed, errors: dict[str, str]) -> str:
    """Return the form of a new app user with what was typed."""
    return render_page(
        session,
        place,
        "app_users/new.html",
        page_title=gettext("Add an app user"),
        breadcrumbs=_breadcrumbs(place.project_id),
        typed=typed,
        errors=errors,
        areas=area_options(place),
        forms_to_choose=form_options(session, place.project_id),
    )


@blueprint.get("/<pk:project_id>/app-users/<pk:app_user_id>")
@requires(Verb.APP_USER_MANAGE)
def show_app_user(project_id: int, app_user_id: int) -> str:
    """Show an app user; its settings code is asked for, and noted, when it is opened."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.APP_USER_MANAGE)
        return one_page(session, place, app_user_id)


def one_page(
    session: Session,
    place: Place,
    app_user_id: int,
    *,
    typed: Typed | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    """Return the page of an app user; `typed` and `errors` are of a refused change."""
    report = report_phone(session, place.scope, app_user_id)
    (row,) = phone_rows(session, place.project_id, [report.phone])
    return render_page(
        session,
        place,
        "app_users/one.html",
        page_title=row.name,
        breadcrumbs=_breadcrumbs(place.project_id),
        row=row,
        report=report,
        revoked_text=_revoked_text(report),
        typed=typed or Typed(row.name, row.area_ids, row.form_ids),
        seen=seen_field(stored_values(session, place, app_user_id), errors or {}),
        errors=errors or {},
        areas=area_options(place),
        forms_to_choose=form_options(session, place.project_id),
        is_test=is_loopback(state().settings.base_url),
        server=state().settings.base_url,
        graces=grace_options(),
    )


def stored_values(session: Session, place: Place, app_user_id: int) -> dict[str, object]:
    """Return what the form of an app user shows; raises NotFound."""
    found = app_users.get_app_user(session, place.scope, app_user_id)
    areas = app_users.list_area_ids(session, [app_user_id]).get(app_user_id, ())
    forms_of = app_users.list_form_ids(session, [app_user_id]).get(app_user_id, ())
    return {"name": found.actor.display_name, "areas": sorted(areas), "forms": sorted(forms_of)}


def form_options(session: Session, project_id: int) -> list[dict[str, str]]:
    """Return the published forms that a phone may fill: not those of anonymous surveys."""
    return [
        {"value": form.form_id, "label": version.title}
        for form, version in forms.list_forms(session, project_id)
        if form.current_version_id is not None and not form.is_anonymous
    ]


def _revoked_text(report: PhoneReport) -> str:
    """Return what revoking this phone will mean, with numbers."""
    ends = gettext(
        "The phone can neither get nor send anything from now on, not even what is already"
        " filled in."
    )
    if not report.arrived_count:
        return f"{ends} {gettext('Nothing has come from it so far.')}"
    came = gettext(
        "%(count)s submissions have come from it, the last one on %(time)s.",
        count=report.arrived_count,
        time=moment_text(report.last_arrived_at),
    )
    if not report.missing_count:
        return f"{ends} {came}"
    lacking = gettext(
        "Files of %(count)s of them have not come and then never will.",
        count=report.missing_count,
    )
    return f"{ends} {came} {lacking}"


def grace_of(text: str) -> int:
    """Return the days for which what was exchanged may still send; raises NotFound."""
    days = {one["value"]: int(one["value"]) for one in grace_options()}.get(text)
    if days is None:
        raise NotFound
    return days


def grace_options() -> list[dict[str, str]]:
    """Return for how long what was exchanged may still send, to choose from."""
    return [
        {"value": "0", "label": gettext("not at all")},
        {"value": "1", "label": gettext("1 day")},
        {"value": "7", "label": gettext("7 days")},
        {"value": "14", "label": gettext("14 days")},
        {"value": "30", "label": gettext("30 days")},
    ]


def _breadcrumbs(project_id: int) -> list[dict[str, str]]:
    url = url_for("office_app_users.list_app_users", project_id=project_id)
    return [{"label": gettext("App users"), "url": url}]
