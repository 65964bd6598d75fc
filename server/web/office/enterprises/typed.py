"""The form of an enterprise: new, or changed."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.enterprise_input import READERS, BadFacts, read_facts
from server.domain.roles import Verb
from server.import_texts import fault_text
from server.operations.change_enterprise import (
    EnterpriseInput,
    change_enterprise,
    create_enterprise,
)
from server.problems import AlreadyExists, ChangedMeanwhile, InvalidFields
from server.store.queries import enterprise_history, enterprises, parks
from server.store.queries.enterprises import FACTS
from server.store.tables.enterprises import Enterprise
from server.web.auth import requires
from server.web.office.acting import acting
from server.web.office.choices import area_options
from server.web.office.dates import today
from server.web.office.enterprises.blueprint import blueprint
from server.web.office.form_errors import done
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.list_state import key_from, key_from_form
from server.web.office.register_words import (
    coordinate_system_options,
    industry_options,
    ownership_options,
)
from server.web.state import state

Typed = Mapping[str, str]
Errors = Mapping[str, str]
_NAMES = (*READERS, "area_id", "park_id", "version")
_IN_FORM = ("name", "uscc", "area_id", *(name for name in READERS if name not in {"name", "uscc"}))
_NO_ERRORS: Errors = {}
_BLANK = EnterpriseFacts(name="", area_id=0)


@blueprint.get("/<pk:project_id>/enterprises/new")
@requires(Verb.ENTERPRISE_CHANGE)
def show_new(project_id: int) -> str:
    """Show the empty form; an area of the address is chosen already."""
    with state().store.reading() as session:
        return _form(session, project_id, {"area_id": str(key_from("area") or "")})


@blueprint.post("/<pk:project_id>/enterprises/new")
@requires(Verb.ENTERPRISE_CHANGE)
def add(project_id: int) -> AnyResponse:
    """Add an enterprise."""
    return _save(project_id, None)


@blueprint.get("/<pk:project_id>/enterprises/<pk:enterprise_id>/change")
@requires(Verb.ENTERPRISE_CHANGE)
def show_change(project_id: int, enterprise_id: int) -> str:
    """Show the form with what the register knows."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTERPRISE_CHANGE)
        found = enterprises.get_enterprise(session, place.scope, enterprise_id)
        version = enterprise_history.current_version(session, enterprise_id)
        return _form(session, project_id, _texts_of(found, version), enterprise_id=enterprise_id)


@blueprint.post("/<pk:project_id>/enterprises/<pk:enterprise_id>/change")
@requires(Verb.ENTERPRISE_CHANGE)
def change(project_id: int, enterprise_id: int) -> AnyResponse:
    """Change an enterprise."""
    return _save(project_id, enterprise_id)


def _save(project_id: int, enterprise_id: int | None) -> AnyResponse:
    typed = {name: request.form.get(name, "") for name in _NAMES}
    errors = {} if key_from_form("area_id") else {"area_id": gettext("Choose an area.")}
    if not typed["name"].strip():
        errors["name"] = gettext("Enter the name of the enterprise.")
    status = 422
    try:
        if not errors:
            return _write(project_id, _given(typed), enterprise_id)
        read_facts(_BLANK, {name: typed[name] for name in READERS}, today=today())
    except BadFacts as problem:
        errors = {**_texts_of_faults(problem), **errors}
    except InvalidFields as problem:
        errors = {one["field"]: fault_text(one) for one in problem.faults}
    except AlreadyExists:
        errors, status = {"uscc": gettext("Another enterprise has this credit code.")}, 409
    except ChangedMeanwhile:
        text = gettext("Somebody else changed this enterprise meanwhile. Open it again.")
        errors, status = {"": text}, 409
    errors = {name: errors[name] for name in sorted(errors, key=_place_in_form)}
    with state().store.reading() as session:
        page = _form(session, project_id, typed, errors=errors, enterprise_id=enterprise_id)
        return page_answer(page, status)


def _place_in_form(name: str) -> int:
    return _IN_FORM.index(name) if name in _IN_FORM else -1


def _given(typed: Typed) -> EnterpriseInput:
    return EnterpriseInput(
        texts={name: typed[name] for name in READERS},
        area_id=key_from_form("area_id"),
        park_id=key_from_form("park_id"),
        is_park_given=True,
        seen_version=key_from_form("version") or 0,
    )


def _write(project_id: int, given: EnterpriseInput, enterprise_id: int | None) -> AnyResponse:
    with state().store.writing() as session:
        scope = open_place(session, project_id, Verb.ENTERPRISE_CHANGE).scope
        if enterprise_id is None:
            saved = create_enterprise(session, acting(), scope, given, today=today())
        else:
            saved = change_enterprise(session, acting(), scope, enterprise_id, given, today=today())
        saved_id = saved.id
    return done(
        gettext("The enterprise has been saved."),
        url_for(
            "office_enterprises.show_enterprise", project_id=project_id, enterprise_id=saved_id
        ),
    )


def _texts_of_faults(problem: BadFacts) -> dict[str, str]:
    return {
        one.field: fault_text({"fault": one.fault.value, "reason": one.reason})
        for one in problem.faults
    }


def _texts_of(found: Enterprise, version: int) -> Typed:
    texts = {name: _text(getattr(found, name)) for name in FACTS}
    return {**texts, "version": str(version)}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _form(
    session: Session,
    project_id: int,
    typed: Typed,
    *,
    errors: Errors = _NO_ERRORS,
    enterprise_id: int | None = None,
) -> str:
    place = open_place(session, project_id, Verb.ENTERPRISE_CHANGE)
    is_new = enterprise_id is None
    back = (
        url_for("office_enterprises.list_enterprises", project_id=project_id)
        if is_new
        else url_for(
            "office_enterprises.show_enterprise",
            project_id=project_id,
            enterprise_id=enterprise_id,
        )
    )
    return render_page(
        session,
        place,
        "enterprises/form.html",
        page_title=gettext("Add an enterprise") if is_new else gettext("Change an enterprise"),
        action=request.path,
        typed=typed,
        errors=errors,
        areas=area_options(place),
        parks=[
            {"value": park.id, "label": park.name} for park in parks.list_parks(session, project_id)
        ],
        industries=industry_options(),
        ownerships=ownership_options(),
        systems=coordinate_system_options(),
        back=back,
    )
