"""The list of submissions: filtered, newest first, page by page."""

from dataclasses import dataclass
from functools import partial

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server import clock
from server.domain.lifecycle import ReviewState
from server.domain.roles import Verb
from server.operations.seen_submission import seen_token
from server.store.queries import submission_lists
from server.store.queries.submission_filters import SubmissionFilter
from server.store.queries.submission_lists import SubmissionRow
from server.web.addresses import here
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.choices import area_options
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.office.map_drawing import metres_text
from server.web.office.submission_words import (
    filter_options,
    flag_options,
    linked_by_word,
    nameless,
    reason_word,
    review_options,
    short_flag_word,
)
from server.web.office.submissions.blueprint import blueprint
from server.web.office.submissions.filters import chips, flag_of, kept_address, read_choices
from server.web.state import state


@dataclass(frozen=True, slots=True)
class ListPage:
    """The rows of a page and the addresses of the pages around it."""

    rows: tuple[SubmissionRow, ...]
    previous_url: str | None
    next_url: str | None


@blueprint.get("/<pk:project_id>/submissions")
@requires(Verb.SUBMISSION_READ)
def list_submissions(project_id: int) -> str:
    """Show the submissions that the reader sees, those of anonymous forms excepted."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SUBMISSION_READ)
        choices = read_choices(session, place)
        is_filtered = bool(choices.chosen)
        return render_page(
            session,
            place,
            "submissions/list.html",
            page_title=gettext("Submissions"),
            page=list_page(session, place, choices.wanted),
            count=submission_lists.count_rows(session, place.scope, choices.wanted),
            choices=choices,
            chips=chips(choices, place),
            is_filtered=is_filtered,
            areas=area_options(place),
            review_options=filter_options(),
            titles={form.id: version.title for form, version in choices.forms},
            here_one=partial(_one, project_id, choices.chosen),
            linked_by_word=linked_by_word,
            nameless=nameless,
            reason_word=reason_word,
            flag_options=flag_options(),
            flag=flag_of(choices),
            senders=[{"value": key, "label": name} for key, name in choices.senders],
            noticed=_noticed,
            seen=_seen,
            shown_at=clock.now().isoformat(),
            may_review=may(Verb.SUBMISSION_REVIEW, project_id),
            bulk_states=review_options(current=ReviewState.RECEIVED),
            bulk_url=kept_address(
                url_for("office_submissions.review_list", project_id=project_id), choices.chosen
            ),
            map_url=kept_address(
                url_for("office_submissions.show_map", project_id=project_id), choices.chosen
            ),
            list_url=url_for("office_submissions.list_submissions", project_id=project_id),
        )


def list_page(session: Session, place: Place, wanted: SubmissionFilter) -> ListPage:
    """Return the page of a list that the address names; raises NotFound for a foreign row in it."""
    after, before = key_from("after"), key_from("before")
    rows = submission_lists.list_rows(
        session, place.scope, wanted, limit=ROWS_A_PAGE + 1, after=after, before=before
    )
    has_more = len(rows) > ROWS_A_PAGE
    if before is not None:
        rows = rows[-ROWS_A_PAGE:]
        has_previous, has_next = has_more, True
    else:
        rows = rows[:ROWS_A_PAGE]
        has_previous, has_next = after is not None, has_more
    return ListPage(
        rows=rows,
        previous_url=here(before=rows[0].id, after=None) if rows and has_previous else None,
        next_url=here(after=rows[-1].id, before=None) if rows and has_next else None,
    )


def _seen(row: SubmissionRow) -> str:
    """Return a row and what is seen of it, as a tick sends it."""
    return f"{row.id}:{seen_token(row.revision, row.version_id)}"


def _noticed(row: SubmissionRow) -> list[str]:
    """Return what is odd about a row, in words."""
    words = [gettext("Files missing")] if row.is_file_missing else []
    if row.metres_off is not None and row.metres_off > state().settings.far_metres:
        words.append(gettext("%(distance)s off", distance=metres_text(row.metres_off)))
    return [*words, *(short_flag_word(flag) for flag in row.flags)]


def _one(project_id: int, chosen: dict[str, str], submission_id: int) -> str:
    """Return the address of a submission that knows from which list one came."""
    address = url_for(
        "office_submissions.show_submission", project_id=project_id, submission_id=submission_id
    )
    return kept_address(address, chosen)
