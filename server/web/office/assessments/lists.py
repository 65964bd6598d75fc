"""Who has given points in a campaign and who is missing, enterprise by enterprise."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.lifecycle import AssessmentState
from server.domain.roles import Verb
from server.domain.schemes.giving.assessor_levels import assessors_of
from server.domain.schemes.reading.compiled import CompiledScheme
from server.operations.assign_scheme import SUBJECT_KINDS
from server.operations.compiled_versions import compiled_version
from server.store.queries import assessed_enterprises, campaigns
from server.store.queries.assessed_enterprises import (
    FORM_SENT,
    NOT_BEGUN,
    AssessedFilter,
    count_assessed,
    list_assessed,
)
from server.store.queries.self_forms import self_forms_of
from server.store.row_key import stored
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.assessments.blueprint import blueprint
from server.web.office.assessments.list_rows import progress_of, rows_of
from server.web.office.assessments.words import assessor_word, local, state_badge, state_options
from server.web.office.choices import area_options
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.office.subject_kinds import kind_from_address, kind_word, subject_word
from server.web.state import state


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list the address asks for, and the schemes that it may be of."""

    campaign_id: int
    scheme_id: int
    kind: str
    schemes: Mapping[int, CompiledScheme]


@blueprint.get("/<pk:project_id>/assessments")
@requires(Verb.ASSESSMENT_READ)
def show_newest(project_id: int) -> AnyResponse:
    """Go on to the campaign that opened last; without any to the list of campaigns."""
    with state().store.reading() as session:
        found = campaigns.list_campaigns(session, project_id)
    if not found:
        return redirect(url_for("office_campaigns.list_campaigns", project_id=project_id), 303)
    newest = stored(found[0].id)
    url = url_for("office_assessments.list_assessments", project_id=project_id, campaign_id=newest)
    return redirect(url, 303)


@blueprint.get("/<pk:project_id>/campaigns/<pk:campaign_id>/assessments")
@requires(Verb.ASSESSMENT_READ)
def list_assessments(project_id: int, campaign_id: int) -> str:
    """Show the enterprises that are assessed, with the state of each level."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_READ)
        campaign = campaigns.get_campaign(session, project_id, campaign_id)
        used = assessed_enterprises.list_kinds(session, campaign_id)
        kinds = tuple(one for one in SUBJECT_KINDS if one in used)
        kind = kind_from_address(kinds)
        schemes = {
            one: compiled_version(session, version).scheme
            for one, version in assessed_enterprises.list_schemes(session, campaign_id, kind)
        }
        crumbs = {
            "label": campaign.name,
            "url": url_for(
                "office_campaigns.show_campaign", project_id=project_id, campaign_id=campaign_id
            ),
        }
        chosen = key_from("scheme")
        scheme_id = chosen if chosen in schemes else next(iter(schemes), None)
        context = (
            {"scheme": None}
            if scheme_id is None
            else _list(session, place, Asked(campaign_id, scheme_id, kind, schemes))
        )
        return render_page(
            session,
            place,
            "assessments/list.html",
            page_title=gettext("Points by hand"),
            campaign=campaign,
            breadcrumbs=[crumbs],
            kind=kind,
            kinds=[{"value": one, "label": subject_word(one)} for one in kinds],
            **context,
        )


def _list(session: Session, place: Place, asked: Asked) -> dict[str, object]:
    campaign_id, scheme_id, schemes = asked.campaign_id, asked.scheme_id, asked.schemes
    scheme = schemes[scheme_id]
    wanted = _wanted(asked, scheme)
    rows = list_assessed(
        session, place.scope, wanted, limit=ROWS_A_PAGE + 1, after=key_from("after")
    )
    page = rows[:ROWS_A_PAGE]
    return {
        "scheme": scheme,
        "scheme_id": scheme_id,
        "scheme_name": local(scheme.settings.name),
        "schemes": [
            {"value": key, "label": local(one.settings.name)} for key, one in schemes.items()
        ],
        **_choices(place, scheme),
        "chosen": wanted,
        "progress": progress_of(session, place, wanted, scheme),
        "rows": rows_of(session, place, wanted, scheme, page),
        "count": count_assessed(session, place.scope, wanted),
        "chips": _chips(place, wanted),
        "next_url": here(after=page[-1].id) if len(rows) > ROWS_A_PAGE else None,
        "first_url": here(after=None) if key_from("after") is not None else None,
        "list_url": url_for(
            "office_assessments.list_assessments",
            project_id=place.project_id,
            campaign_id=campaign_id,
            scheme=scheme_id,
            kind=kind_word(asked.kind),
        ),
        "may_fill": may(Verb.ASSESSMENT_CHANGE, place.project_id),
    }


def _choices(place: Place, scheme: CompiledScheme) -> dict[str, object]:
    """Return what the list can be narrowed to, and the names of its columns."""
    levels = {one: assessor_word(one) for one in assessors_of(scheme)}
    return {
        "levels": list(levels.values()),
        "level_options": [{"value": key, "label": name} for key, name in levels.items()],
        "states": state_options(with_forms=bool(scheme.settings.self_form)),
        "areas": area_options(place),
    }


def _wanted(asked: Asked, scheme: CompiledScheme) -> AssessedFilter:
    levels = assessors_of(scheme)
    level, chosen = request.args.get("level", ""), request.args.get("state", "")
    known = {NOT_BEGUN, FORM_SENT, *AssessmentState}
    return AssessedFilter(
        asked.campaign_id,
        asked.scheme_id,
        level=level if level in levels else "",
        state=chosen if chosen in known and level in levels else "",
        text=request.args.get("q", "").strip()[:100],
        subject_kind=asked.kind,
        self_forms=self_forms_of(scheme.settings),
    )


def _chips(place: Place, wanted: AssessedFilter) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    if wanted.text:
        text = gettext("Name or credit code")
        found.append({"label": text, "value": wanted.text, "url": here(q=None, after=None)})
    if place.area is not None:
        url = here(area=None, after=None)
        found.append({"label": gettext("Area"), "value": place.area.name, "url": url})
    if wanted.state:
        word = state_badge(wanted.state)[1]
        url = here(state=None, level=None, after=None)
        found.append({"label": assessor_word(wanted.level), "value": word, "url": url})
    return found
