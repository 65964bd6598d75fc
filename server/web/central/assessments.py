"""Points given by hand: who is missing, the sheet of a level, saved, submitted and returned."""

from collections.abc import Mapping

from flask import Blueprint, Response, request
from sqlmodel import Session

from server.domain import access
from server.domain.access import Verb
from server.domain.lifecycle import AssessmentState
from server.domain.schemes.described.assigned import ENTERPRISE
from server.operations.compiled_versions import compiled_version
from server.operations.load_sheet import Sheet, load_sheet
from server.operations.save_assessment import (
    SheetInput,
    may_return,
    return_assessment,
    save_assessment,
)
from server.problems import N_, NotAllowed, UnexpectedValue
from server.store.queries import assessed_enterprises, assessments, campaigns, schemes
from server.store.queries.assessed_enterprises import FORM_SENT, NOT_BEGUN, AssessedFilter
from server.store.queries.assessments import AssessmentKey
from server.store.queries.scope import Scope
from server.store.queries.self_forms import (
    NO_FORMS,
    SelfForms,
    SentForm,
    list_newest,
    self_forms_of,
)
from server.store.row_key import stored
from server.web.auth import current_user, requires, scope
from server.web.central.acting import acting
from server.web.central.answers import answer
from server.web.central.assessment_schemas import (
    AssessedAnswer,
    ReturnBody,
    SheetBody,
    assessed_answer,
    refused,
    sheet_answer,
)
from server.web.central.json_body import read_body
from server.web.central.paging import answer_page, limit_and_after
from server.web.central.subject_kind import subject_kind
from server.web.state import state

blueprint = Blueprint("central_assessments", __name__)

_STATES = {NOT_BEGUN, FORM_SENT, *(one.value for one in AssessmentState)}
_OF_SCHEME = "/campaigns/<pk:campaign_id>/assessments/<segment:slug>"
_ONE = f"{_OF_SCHEME}/<segment:level>/<pk:subject_id>"


@blueprint.get(_OF_SCHEME)
@requires(Verb.ASSESSMENT_READ)
def list_all(project_id: int, campaign_id: int, slug: str) -> Response:
    """List the subjects that a scheme assesses, with the state of each level."""
    limit, after = limit_and_after()
    where = scope(Verb.ASSESSMENT_READ, project_id)
    with state().store.reading() as session:
        campaigns.get_campaign(session, project_id, campaign_id)
        scheme_id = stored(schemes.get_scheme(session, project_id, slug).id)
        wanted = _wanted(session, campaign_id, scheme_id)
        found = assessed_enterprises.list_assessed(session, where, wanted, limit=limit, after=after)
        total = assessed_enterprises.count_assessed(session, where, wanted)
        keys = [one.id for one in found]
        states, sent = _states(session, wanted, keys), _sent(session, wanted, keys)
    bodies: list[AssessedAnswer] = [
        assessed_answer(one, states.get(one.id, {}), sent.get(one.id)) for one in found
    ]
    return answer_page(bodies, total=total)


@blueprint.get(_ONE)
@requires(Verb.ASSESSMENT_READ)
def show_sheet(
    project_id: int, campaign_id: int, slug: str, level: str, subject_id: int
) -> Response:
    """Show the sheet of a level for one subject: its rows, their ranges, and what was given."""
    is_writing = access.may_somewhere(current_user().grants, Verb.ASSESSMENT_CHANGE, project_id)
    where = scope(Verb.ASSESSMENT_CHANGE if is_writing else Verb.ASSESSMENT_READ, project_id)
    with state().store.reading() as session:
        key = _key(session, (project_id, campaign_id, slug), level, subject_id)
        sheet = load_sheet(session, where, key)
    return answer(sheet_answer(sheet, slug, is_writing=is_writing))


@blueprint.put(_ONE)
@requires(Verb.ASSESSMENT_CHANGE)
def put_sheet(
    project_id: int, campaign_id: int, slug: str, level: str, subject_id: int
) -> Response:
    """Save a sheet as a draft."""
    return _save((project_id, campaign_id, slug), level, subject_id, is_final=False)


@blueprint.post(f"{_ONE}/submit")
@requires(Verb.ASSESSMENT_CHANGE)
def post_submit(
    project_id: int, campaign_id: int, slug: str, level: str, subject_id: int
) -> Response:
    """Save a sheet and submit it: nothing may be missing, and from then on it counts."""
    return _save((project_id, campaign_id, slug), level, subject_id, is_final=True)


@blueprint.post(f"{_ONE}/return")
@requires(Verb.ASSESSMENT_CHANGE)
def post_return(
    project_id: int, campaign_id: int, slug: str, level: str, subject_id: int
) -> Response:
    """Give submitted points back to their level with a reason."""
    body = read_body(ReturnBody)
    where = scope(Verb.ASSESSMENT_CHANGE, project_id)
    with state().store.writing() as session:
        key = _key(session, (project_id, campaign_id, slug), level, subject_id)
        sheet = load_sheet(session, where, key)
        is_allowed = may_return(session, where, sheet)
        reason = body.reason.strip()
        return_assessment(session, acting(), sheet, reason=reason, may_return=is_allowed)
        return _again(session, where, sheet, slug)


def _save(at: tuple[int, int, str], level: str, subject_id: int, *, is_final: bool) -> Response:
    body = read_body(SheetBody)
    where = scope(Verb.ASSESSMENT_CHANGE, at[0])
    with state().store.writing() as session:
        sheet = load_sheet(session, where, _key(session, at, level, subject_id))
        if not sheet.may_fill:
            raise NotAllowed
        if misplaced := tuple(body.misplaced(sheet)):
            raise refused(misplaced)
        sent = SheetInput(body.typed(), seen=body.revision, is_final=is_final)
        if faults := save_assessment(session, acting(), sheet, sent).faults:
            raise refused(faults)
        return _again(session, where, sheet, at[2])


def _again(session: Session, where: Scope, sheet: Sheet, slug: str) -> Response:
    session.flush()
    return answer(sheet_answer(load_sheet(session, where, sheet.key), slug))


def _key(session: Session, at: tuple[int, int, str], level: str, subject_id: int) -> AssessmentKey:
    """Return the key of a sheet at a project, a campaign and a scheme's slug."""
    project_id, campaign_id, slug = at
    scheme_id = stored(schemes.get_scheme(session, project_id, slug).id)
    return AssessmentKey(campaign_id, scheme_id, subject_id, level, subject_kind())


def _wanted(session: Session, campaign_id: int, scheme_id: int) -> AssessedFilter:
    given, kind = request.args, subject_kind()
    used = dict(assessed_enterprises.list_schemes(session, campaign_id, kind))
    return AssessedFilter(
        campaign_id,
        scheme_id,
        level=given.get("level", ""),
        state=_state(given.get("state", "")),
        text=given.get("q", "").strip()[:100],
        subject_kind=kind,
        self_forms=_self_forms(session, used.get(scheme_id)),
    )


def _self_forms(session: Session, version_id: int | None) -> SelfForms:
    if version_id is None:
        return NO_FORMS
    return self_forms_of(compiled_version(session, version_id).scheme.settings)


def _state(text: str) -> str:
    if text and text not in _STATES:
        reason = N_("it is none of not_begun, form_sent, draft, submitted, returned")
        raise UnexpectedValue(field="state", value=text[:40], reason=reason)
    return text


def _states(
    session: Session, wanted: AssessedFilter, subject_ids: list[int]
) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for one in assessments.list_assessments(
        session, wanted.campaign_id, wanted.scheme_id, subject_ids, wanted.subject_kind
    ):
        found.setdefault(one.subject_id, {})[one.level] = one.state.value
    return found


def _sent(
    session: Session, wanted: AssessedFilter, subject_ids: list[int]
) -> Mapping[int, SentForm]:
    """Return the newest form of each enterprise that stands for its own points."""
    if wanted.subject_kind != ENTERPRISE:
        return {}
    return list_newest(session, wanted.campaign_id, wanted.self_forms, subject_ids)
