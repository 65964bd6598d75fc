"""The list of what was refused and waits, or of what was decided about."""

from flask import request, url_for
from flask_babel import gettext

from server.domain.roles import Verb
from server.store.queries import rejected_payloads
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.choices import form_titles
from server.web.office.frame import open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.office.quarantine.blueprint import blueprint
from server.web.office.quarantine.words import settled_word, short_reason
from server.web.state import state

DECIDED = "decided"


@blueprint.get("/<pk:project_id>/quarantine")
@requires(Verb.SUBMISSION_READ)
def list_payloads(project_id: int) -> str:
    """Show what was refused from phones, within the areas of the reader."""
    is_settled = request.args.get("show") == DECIDED
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        after = key_from("after")
        found = rejected_payloads.list_payloads(
            session, place.scope, is_settled=is_settled, limit=ROWS_A_PAGE + 1, after=after
        )
        shown = found[:ROWS_A_PAGE]
        return render_page(
            session,
            place,
            "quarantine/list.html",
            page_title=gettext("Kept aside"),
            rows=shown,
            titles=form_titles(session, project_id),
            names=rejected_payloads.names_of_senders(session, shown),
            count=rejected_payloads.count_payloads(session, place.scope, is_settled=is_settled),
            is_settled=is_settled,
            short_reason=short_reason,
            settled_word=settled_word,
            sees_all=place.scope.is_whole_project,
            waiting_url=url_for("office_quarantine.list_payloads", project_id=project_id),
            decided_url=url_for(
                "office_quarantine.list_payloads", project_id=project_id, show=DECIDED
            ),
            next_url=here(after=shown[-1].id) if len(found) > ROWS_A_PAGE else None,
            first_url=here(after=None) if after is not None else None,
        )
