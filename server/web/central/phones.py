"""Phones in numbers: what came from one, sheets of cards, and the admin password."""

from flask import Blueprint, Response, jsonify, request

from server.domain.access import Verb
from server.domain.phone_state import PhoneState
from server.operations.admin_password import change_password, show_passwords
from server.operations.phone_report import report_phone
from server.operations.print_cards import CardLook, request_cards
from server.problems import N_, UnexpectedValue
from server.store.queries import projects
from server.store.queries.app_user_lists import PhoneFilter
from server.web.auth import requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer
from server.web.central.job_schemas import job_answer
from server.web.central.json_body import read_body
from server.web.central.phone_schemas import (
    AdminPasswordBody,
    CardsBody,
    password_answer,
    report_answer,
)
from server.web.state import state

blueprint = Blueprint("central_phones", __name__)

_MOST_TEXT = 100


def read_filter() -> PhoneFilter:
    """Return what the address narrows a list of app users to; raises UnexpectedValue."""
    text = request.args.get("q", "").strip()[:_MOST_TEXT]
    wanted = request.args.get("state")
    if wanted is None:
        return PhoneFilter(text=text)
    if wanted not in list(PhoneState):
        reason = N_("active, revoked, never_seen, behind or waiting is expected")
        raise UnexpectedValue(field="state", value=wanted[:40], reason=reason)
    return PhoneFilter(state=PhoneState(wanted), text=text)


@blueprint.get("/app-users/<pk:app_user_id>/report")
@requires(Verb.APP_USER_MANAGE)
def show_report(project_id: int, app_user_id: int) -> Response:
    """Show what came from a phone, what has not come, and which forms it has fetched."""
    with state().store.reading() as session:
        where = scope(Verb.APP_USER_MANAGE, project_id)
        return answer(report_answer(report_phone(session, where, app_user_id)))


@blueprint.post("/app-users/cards")
@requires(Verb.APP_USER_MANAGE)
def post_cards(project_id: int) -> Response:
    """Ask for one PDF of the cards of many app users, eight to a sheet: a job."""
    body, wanted = read_body(CardsBody), read_filter()
    if body.app_user_ids is not None:
        wanted = PhoneFilter(wanted.state, wanted.text, ids=body.app_user_ids)
    with state().store.writing() as session:
        job = request_cards(
            session,
            acting(),
            scope(Verb.APP_USER_MANAGE, project_id),
            wanted,
            title=projects.get_project(session, project_id).name,
            look=CardLook(is_managed=body.managed, has_passwords=body.passwords),
        )
        return answer(job_answer(job))


@blueprint.get("/app-users/admin-password")
@requires(Verb.APP_USER_MANAGE)
def list_admin_passwords(project_id: int) -> Response:
    """Show the passwords that phones are locked with, the one of new codes first."""
    with state().store.writing() as session:
        known = show_passwords(session, acting(), state().tokens, project_id)
        return jsonify([password_answer(one).model_dump(mode="json") for one in known])


@blueprint.put("/app-users/admin-password")
@requires(Verb.PROJECT_CHANGE)
def put_admin_password(project_id: int) -> Response:
    """Set another admin password for codes from now on."""
    body, by = read_body(AdminPasswordBody), acting()
    with state().store.writing() as session:
        change_password(session, by, state().tokens, project_id, password=body.password)
        return answer(password_answer(show_passwords(session, by, state().tokens, project_id)[0]))
