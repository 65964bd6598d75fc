"""The form of an enterprise: new, or changed."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.enterprise_facts import EnterpriseFacts
from server.domain.enterprise_input import READERS, BadFacts, read_facts
from server.domain.import_table import ImportFault
from server.domain.roles import Verb
from server.operations.save_enterprise import add_enterprise, change_enterprise
from server.problems import AlreadyExists, ChangedMeanwhile
from server.store.queries import enterprise_history, enterprises, parks
from server.store.queries.enterprises import FACTS
from server.store.tables.enterprises import Enterprise
from server.web.auth import requires
from server.web.office.acting import acting
from server.web.office.dates import today
from server.web.office.enterprises.blueprint import blueprint
from server.web.office.enterprises.lists import area_options
from server.web.office.form_errors import done
from server.web.office.frame import open_place, page_answer, render_page
from server.web.office.list_state import key_from, key_from_form
from server.web.office.register_words import fault_words, industry_options, ownership_options
from server.web.state import state

Typed = Mapping[str, str]
Errors = Mapping[str, str]
_NAMES = (*READERS, "area_id", "park_id", "version")
_NO_ERRORS: Errors = {}


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
    facts, errors = _read(typed)
    if facts is None:
        return _again(project_id, typed, errors, enterprise_id)
    try:
        saved_id = _write(project_id, facts, enterprise_id)
    except AlreadyExists:
        taken = gettext("Another enterprise has this credit code.")
        return _again(project_id, typed, {"uscc": taken}, enterprise_id, 409)
    except ChangedMeanwhile:
        text = gettext("Somebody else changed this enterprise meanwhile. Open it again.")
        return _again(project_id, typed, {"": text}, enterprise_id, 409)
    return done(
        gettext("The enterprise has been saved."),
        url_for(
            "office_enterprises.show_enterprise", project_id=project_id, enterprise_id=saved_id
        ),
    )


def _read(typed: Typed) -> tuple[EnterpriseFacts | None, dict[str, str]]:
    errors: dict[str, str] = {}
    area_id, park_id = key_from_form("area_id"), key_from_form("park_id")
    if area_id is None:
        errors["area_id"] = gettext("Choose an area.")
    empty = EnterpriseFacts(name="", area_id=area_id or 0, park_id=park_id)
    try:
        facts = read_facts(empty, {name: typed[name] for name in READERS}, today=today())
    except BadFacts as problem:
        for fault in problem.faults:
            errors[fault.field] = _fault_text(fault.field, fault.fault, fault.reason)
        return None, errors
    return (None if errors else facts), errors


def _fault_text(field: str, fault: ImportFault, reason: str) -> str:
    if field == "name" and fault is ImportFault.MISSING:
        return str(gettext("Enter the name of the enterprise."))
    what, advice = fault_words(fault, reason)
    return f"{what} {advice}"


def _write(project_id: int, facts: EnterpriseFacts, enterprise_id: int | None) -> int:
    with state().store.writing() as session:
        scope = open_place(session, project_id, Verb.ENTERPRISE_CHANGE).scope
        if enterprise_id is None:
            return add_enterprise(session, acting(), scope, facts).id
        return change_enterprise(
            session,
            acting(),
            scope,
            facts,
            enterprise_id=enterprise_id,
            seen_version=key_from_form("version") or 0,
        ).id


def _again(
    project_id: int,
    typed: Typed,
    errors: Errors,
    enterprise_id: int | None,
    status: int = 422,
) -> AnyResponse:
    with state().store.reading() as session:
        page = _form(session, project_id, typed, errors=errors, enterprise_id=enterprise_id)
        return page_answer(page, status)


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
        back=back,
    )
