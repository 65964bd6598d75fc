"""The app users of a project that the reader may manage, narrowed and page by page."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext

from server.domain.phone_state import PhoneState
from server.domain.roles import Verb
from server.problems import N_
from server.store.queries.app_user_lists import PhoneFilter, count_phones, list_phones
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.app_users.blueprint import blueprint
from server.web.office.app_users.rows import phone_rows
from server.web.office.choices import area_options
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.state import state

_MOST_TEXT = 100
_STATES = {
    PhoneState.ACTIVE: N_("Active"),
    PhoneState.NEVER_SEEN: N_("never seen"),
    PhoneState.BEHIND: N_("behind the published forms"),
    PhoneState.WAITING: N_("files have not come"),
    PhoneState.REVOKED: N_("Revoked"),
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to, beside the area of the frame."""

    state: PhoneState | None
    text: str

    @property
    def as_filter(self) -> PhoneFilter:
        """The same as the query asks for it."""
        return PhoneFilter(state=self.state, text=self.text)


def read_narrowed() -> Narrowed:
    """Return what the address narrows the list to; what is odd does not count."""
    text = request.args.get("state", "")
    found = PhoneState(text) if text in list(PhoneState) else None
    return Narrowed(found, request.args.get("q", "").strip()[:_MOST_TEXT])


@blueprint.get("/<pk:project_id>/app-users")
@requires(Verb.APP_USER_MANAGE)
def list_app_users(project_id: int) -> str:
    """Show the app users without their tokens, those that work first, fifty a page."""
    start = key_from("start") or 0
    chosen = read_narrowed()
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.APP_USER_MANAGE)
        count = count_phones(session, place.scope, chosen.as_filter)
        found = list_phones(session, place.scope, chosen.as_filter, limit=ROWS_A_PAGE, offset=start)
        return render_page(
            session,
            place,
            "app_users/list.html",
            page_title=gettext("App users"),
            rows=phone_rows(session, project_id, found),
            count=count,
            chosen=chosen,
            is_narrowed=bool(chosen.state or chosen.text or place.area),
            states=[{"value": one.value, "label": gettext(text)} for one, text in _STATES.items()],
            areas=area_options(place),
            chips=_chips(place, chosen),
            print_url=_print_url(place, chosen),
            list_url=url_for("office_app_users.list_app_users", project_id=project_id),
            previous_url=here(start=max(0, start - ROWS_A_PAGE) or None) if start else None,
            next_url=here(start=start + ROWS_A_PAGE) if start + ROWS_A_PAGE < count else None,
        )


def _print_url(place: Place, chosen: Narrowed) -> str:
    return url_for(
        "office_app_users.print_all",
        project_id=place.project_id,
        area=place.area_id,
        state=chosen.state.value if chosen.state else None,
        q=chosen.text or None,
    )


def _chips(place: Place, chosen: Narrowed) -> list[dict[str, str]]:
    found = []
    if place.area is not None:
        found.append((gettext("Area"), place.area.name, "area"))
    if chosen.state is not None:
        found.append((gettext("State"), gettext(_STATES[chosen.state]), "state"))
    if chosen.text:
        found.append((gettext("Search"), chosen.text, "q"))
    return [
        {"label": label, "value": value, "url": here(**{name: None}, start=None)}
        for label, value, name in found
    ]
