"""What is done with a scheme: publish its draft, assign a version, take it out of a campaign."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.assign_scheme import SchemeAssignment, assign_scheme, unassign_scheme
from server.operations.publish_scheme import publish_scheme
from server.problems import NotFound, Problem, SchemeHasWarnings
from server.store.queries import schemes
from server.store.row_key import stored
from server.web.auth import requires
from server.web.auth import scope as scope_of
from server.web.office.acting import acting
from server.web.office.form_errors import done, error_at
from server.web.office.frame import open_place, page_answer
from server.web.office.list_state import key_from_form
from server.web.office.schemes.blueprint import blueprint
from server.web.office.schemes.one import chosen_version, scheme_page
from server.web.state import state

_FIELDS = {"versionId": "", "subjectKind": "subject_kind", "areaId": "area"}


@blueprint.post("/<pk:project_id>/schemes/<segment:slug>/publish")
@requires(Verb.SCHEME_CHANGE)
def publish(project_id: int, slug: str) -> AnyResponse:
    """Publish the draft of a scheme; its warnings must have been accepted."""
    accepts = request.form.get("accept_warnings") == "1"
    try:
        with state().store.writing() as session:
            open_place(session, project_id, Verb.SCHEME_CHANGE)
            scheme = schemes.get_scheme(session, project_id, slug, is_locked=True)
            version = publish_scheme(session, acting(), scheme, accepts_warnings=accepts)
            words = version.version
    except NotFound:
        raise
    except Problem as problem:
        return _refused(project_id, slug, None, problem)
    return done(
        gettext("Version %(version)s is published. Assign it to a campaign.", version=words),
        url_for("office_schemes.show_scheme", project_id=project_id, slug=slug),
    )


@blueprint.post("/<pk:project_id>/schemes/<segment:slug>/versions/<pk:version_id>/assign")
@requires(Verb.CAMPAIGN_CHANGE)
def assign(project_id: int, slug: str, version_id: int) -> AnyResponse:
    """Let a version count in a campaign: in the whole of it, or in an area."""
    campaign_id = key_from_form("campaign")
    if campaign_id is None:
        raise NotFound
    wanted = SchemeAssignment(
        version_id=version_id,
        subject_kind=request.form.get("subject_kind", ""),
        area_id=key_from_form("area"),
    )
    try:
        with state().store.writing() as session:
            reached = scope_of(Verb.CAMPAIGN_CHANGE, project_id)
            chosen_version(session, project_id, slug, version_id)
            assign_scheme(session, acting(), reached, campaign_id, wanted)
    except NotFound:
        raise
    except Problem as problem:
        return _refused(project_id, slug, version_id, problem)
    return done(
        gettext("The scheme counts in the campaign. Its enterprises are being evaluated."),
        url_for("office_evaluations.list_evaluations", project_id=project_id, campaign=campaign_id),
    )


@blueprint.post("/<pk:project_id>/campaigns/<pk:campaign_id>/schemes/<pk:assignment_id>/remove")
@requires(Verb.CAMPAIGN_CHANGE)
def unassign(project_id: int, campaign_id: int, assignment_id: int) -> AnyResponse:
    """Take a scheme out of a campaign."""
    with state().store.writing() as session:
        reached = scope_of(Verb.CAMPAIGN_CHANGE, project_id)
        unassign_scheme(session, acting(), reached, campaign_id, assignment_id)
    return done(
        gettext("The scheme no longer counts in the campaign."),
        url_for("office_schemes.list_schemes", project_id=project_id),
    )


def _refused(project_id: int, slug: str, version_id: int | None, problem: Problem) -> AnyResponse:
    with state().store.reading() as session:
        known = schemes.get_scheme(session, project_id, slug)
        draft = schemes.find_draft(session, stored(known.id))
        shown = version_id if version_id is not None or draft is None else draft.id
        errors = _errors(problem)
        return page_answer(scheme_page(session, project_id, slug, shown, errors=errors), 422)


def _errors(problem: Problem) -> dict[str, str]:
    if isinstance(problem, SchemeHasWarnings):
        return {"accept_warnings": gettext("Read the warnings and tick that you accept them.")}
    return error_at(problem, _FIELDS)
