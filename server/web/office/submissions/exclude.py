"""Leave a submission out of evaluations with a reason, or let it count again."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.operations.exclude_submission import exclude_submission
from server.problems import MissingParameter
from server.web.auth import requires, scope
from server.web.office.acting import acting
from server.web.office.form_errors import done
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import kept_address
from server.web.state import state


@blueprint.post("/<pk:project_id>/submissions/<pk:submission_id>/exclusion")
@requires(Verb.SUBMISSION_REVIEW)
def exclude(project_id: int, submission_id: int) -> AnyResponse:
    """Leave it out with the reason of the form, or let it count again; come back to its page."""
    is_back = request.form.get("back") == "1"
    address = kept_address(
        url_for(
            "office_submissions.show_submission",
            project_id=project_id,
            submission_id=submission_id,
        )
    )
    try:
        with state().store.writing() as session:
            exclude_submission(
                session,
                acting(),
                scope(Verb.SUBMISSION_REVIEW, project_id),
                submission_id=submission_id,
                reason=None if is_back else request.form.get("reason", ""),
            )
    except MissingParameter:
        return done(gettext("Write the reason first."), address, tone="bad")
    if is_back:
        return done(gettext("The submission counts again."), address)
    return done(gettext("The submission is left out of evaluations."), address)
