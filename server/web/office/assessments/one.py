"""The sheet of one enterprise and level: points, reasons, files, and what lies behind each row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.giving.assessor_levels import assessors_of
from server.domain.schemes.inputs.found import SELF_LEVEL
from server.operations.load_sheet import Sheet, load_sheet, typed_of
from server.operations.save_assessment import may_return
from server.store.queries import campaigns
from server.store.queries.assessed_enterprises import (
    FORM_SENT,
    NOT_BEGUN,
    AssessedFilter,
    list_assessed,
)
from server.store.queries.assessments import AssessmentKey
from server.store.queries.scope import Scope
from server.store.queries.self_forms import list_newest, self_forms_of
from server.store.tables.users import Actor
from server.web.addresses import here
from server.web.auth import requires
from server.web.auth import scope as scope_of
from server.web.office.acting import may
from server.web.office.assessments.blueprint import blueprint
from server.web.office.assessments.evidence import proofs_of
from server.web.office.assessments.view import Shown, view_of
from server.web.office.assessments.words import assessor_word, local, state_badge
from server.web.office.dates import moment_text
from server.web.office.frame import Place, open_place, render_page
from server.web.office.subject_kinds import kind_word, subject_kind
from server.web.state import state

ONE = (
    "/<pk:project_id>/campaigns/<pk:campaign_id>/assessments"
    "/<pk:scheme_id>/<pk:enterprise_id>/<segment:level>"
)


@blueprint.get(ONE)
@requires(Verb.ASSESSMENT_READ)
def show_sheet(
    project_id: int, campaign_id: int, scheme_id: int, enterprise_id: int, level: str
) -> str:
    """Show what a level has given of an enterprise, with fields where it still may.

    With `kind` in the address the key is that of a park, or of an area of a level.
    """
    key = AssessmentKey(campaign_id, scheme_id, enterprise_id, level, subject_kind())
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ASSESSMENT_READ)
        sheet = load_sheet(session, acting_scope(project_id), key)
        return sheet_page(session, place, sheet, Shown(typed_of(sheet), (), {}))


def acting_scope(project_id: int) -> Scope:
    """Return what the reader may fill, or (where that is nothing) what they may see."""
    is_filling = may(Verb.ASSESSMENT_CHANGE, project_id)
    return scope_of(Verb.ASSESSMENT_CHANGE if is_filling else Verb.ASSESSMENT_READ, project_id)


def sheet_page(
    session: Session, place: Place, sheet: Sheet, shown: Shown, *, is_changed: bool = False
) -> str:
    """Return the page of a sheet with what was typed, and what is wrong with it."""
    others = [one for one in assessors_of(sheet.scheme) if one != sheet.key.level]
    others = [one for one in others if one in sheet.scheme.settings.levels or one in sheet.levels]
    only_own = request.args.get("rows") == "own"
    shown = Shown(shown.typed, others, proofs_of(session, sheet), shown.faults, only_own)
    view = view_of(sheet, shown)
    states = _states(session, sheet)
    is_writing = may(Verb.ASSESSMENT_CHANGE, place.project_id) and sheet.may_fill
    return render_page(
        session,
        place,
        "assessments/one.html",
        page_title=sheet.subject.name,
        sheet=sheet,
        view=view,
        errors=view.errors,
        level_word=assessor_word(sheet.key.level),
        others=[assessor_word(one) for one in others],
        badge=state_badge(states[sheet.key.level]),
        may_type=is_writing and sheet.is_open,
        may_return=gives_back(session, sheet),
        is_changed=is_changed,
        only_own=only_own,
        rows_urls={"all": here(rows=None), "own": here(rows="own")},
        saved=_saved(session, sheet),
        tabs=_tabs(place, sheet, states),
        links=_links(place, sheet),
        next=_next(session, place, sheet),
        breadcrumbs=_breadcrumbs(session, place, sheet),
    )


def gives_back(session: Session, sheet: Sheet) -> bool:
    """Tell whether the reader may give submitted points back to their level."""
    project_id = sheet.subject.project_id
    if not may(Verb.ASSESSMENT_CHANGE, project_id):
        return False
    return may_return(session, scope_of(Verb.ASSESSMENT_CHANGE, project_id), sheet)


def sheet_url(place: Place, key: AssessmentKey) -> str:
    """Return the address of a sheet."""
    return url_for("office_assessments.show_sheet", project_id=place.project_id, **_parts(key))


def _parts(key: AssessmentKey) -> dict[str, Any]:
    return {
        "campaign_id": key.campaign_id,
        "scheme_id": key.scheme_id,
        "enterprise_id": key.subject_id,
        "level": key.level,
        "kind": kind_word(key.subject_kind),
    }


def _links(place: Place, sheet: Sheet) -> dict[str, str]:
    parts: dict[str, Any] = {"project_id": place.project_id, **_parts(sheet.key)}
    return {
        "save": url_for("office_assessments.save_sheet", **parts),
        "give_back": url_for("office_assessments.give_back", **parts),
        "again": sheet_url(place, sheet.key),
    }


def _states(session: Session, sheet: Sheet) -> Mapping[str, str]:
    """Return the state of each level; an own assessment not begun may have come as a form."""
    found = dict.fromkeys(assessors_of(sheet.scheme), NOT_BEGUN)
    key, forms = sheet.key, self_forms_of(sheet.scheme.settings)
    enterprises = [] if key.enterprise_id is None else [key.enterprise_id]
    if SELF_LEVEL in found and list_newest(session, key.campaign_id, forms, enterprises):
        found[SELF_LEVEL] = FORM_SENT
    begun = {level: one.assessment.state.value for level, one in sheet.levels.items()}
    return found | begun


def _tabs(place: Place, sheet: Sheet, states: Mapping[str, str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for level in assessors_of(sheet.scheme):
        key = replace(sheet.key, level=level)
        found.append(
            {
                "label": assessor_word(level),
                "badge": state_badge(states[level]),
                "url": sheet_url(place, key),
                "current": level == sheet.key.level,
            }
        )
    return found


def _saved(session: Session, sheet: Sheet) -> dict[str, str] | None:
    if sheet.own is None:
        return None
    found = sheet.own.assessment
    by_id = found.submitted_by if sheet.own.is_submitted else found.saved_by
    who = None if by_id is None else session.get(Actor, by_id)
    at = found.submitted_at if sheet.own.is_submitted else found.saved_at
    return {
        "who": "" if who is None else who.display_name,
        "at": moment_text(at),
        "reason": found.return_reason,
    }


def _next(session: Session, place: Place, sheet: Sheet) -> str | None:
    """Return the next subject of the kind that this level has not begun, to go on with."""
    own = sheet.key
    wanted = AssessedFilter(
        own.campaign_id,
        own.scheme_id,
        own.level,
        NOT_BEGUN,
        subject_kind=own.subject_kind,
        self_forms=self_forms_of(sheet.scheme.settings),
    )
    found = list_assessed(
        session, place.scope, wanted, limit=1, after=own.subject_id
    ) or list_assessed(session, place.scope, wanted, limit=1)
    if not found or found[0].id == own.subject_id:
        return None
    return sheet_url(place, replace(own, subject_id=found[0].id))


def _breadcrumbs(session: Session, place: Place, sheet: Sheet) -> list[dict[str, str]]:
    campaign = campaigns.get_campaign(session, place.project_id, sheet.key.campaign_id)
    list_url = url_for(
        "office_assessments.list_assessments",
        project_id=place.project_id,
        campaign_id=sheet.key.campaign_id,
        scheme=sheet.key.scheme_id,
        level=sheet.key.level,
        kind=kind_word(sheet.key.subject_kind),
    )
    return [
        {
            "label": campaign.name,
            "url": url_for(
                "office_campaigns.show_campaign",
                project_id=place.project_id,
                campaign_id=sheet.key.campaign_id,
            ),
        },
        {"label": gettext("Points by hand"), "url": list_url},
        {"label": local(sheet.scheme.settings.name), "url": list_url},
    ]
