"""What the office does with what came from the field: reviews, words, a check sent back, a form.

As with everything of the demonstration, what is done already, or was touched by visitors, stays.
"""

from collections.abc import Iterator, Mapping, Sequence

from server import clock
from server.demo.entrants import Story
from server.demo.office_work import SEAT_OF_COUNTY, account_of
from server.demo.own_workbooks import VISIT_VERSION, own_visit
from server.demo.posting_plan import CheckTask
from server.domain.lifecycle import ReviewState
from server.operations.job_context import JobContext
from server.operations.put_form import put_form
from server.operations.read_form_upload import read_form_upload
from server.operations.review_submission import Review, review_submission
from server.store.queries import forms, submissions
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.queries.submission_filters import SubmissionFilter
from server.store.row_key import stored
from xlsforms.delivered import CHECK_FORM, VISIT_FORM, delivered_name

_RETURNED = Review(
    ReviewState.HAS_ISSUES, "加班记录的照片不清楚，请补拍，并写明抽查的月份。改好后重新发送。"
)
_ASKED = Review(ReviewState.RECEIVED, "请青石镇人社所核对职工人数，与社保参保人数相差较大。")
_AGREED = Review(ReviewState.APPROVED)
_TURNS: Mapping[int, Review] = {0: _AGREED, 1: _AGREED, 2: _ASKED, 3: _AGREED, 5: _RETURNED}
_ROUND = 8
_MOST_RETURNED = 3
"""How many checks come back, with words, at most: none of those whose evaluation is told."""


def look_through(context: JobContext, project_id: int, checks: Sequence[CheckTask]) -> None:
    """Review some of the checks as the county's office, and publish its own form of visits."""
    by = By(account_of(context, SEAT_OF_COUNTY), clock.now())
    for check, review in _planned(checks):
        _review(context, by, project_id, check, review)
    _publish_visit(context, by, project_id)


def _planned(checks: Sequence[CheckTask]) -> Iterator[tuple[CheckTask, Review]]:
    for check in checks:
        review = _TURNS.get(check.number % _ROUND)
        is_told = check.story is not Story.USUAL
        if review is None or (is_told and review is _RETURNED):
            continue
        if review is _AGREED or check.number < _ROUND * _MOST_RETURNED:
            yield check, review


def _review(context: JobContext, by: By, project_id: int, check: CheckTask, review: Review) -> None:
    scope = Scope(project_id)
    with context.store.writing() as session:
        form = forms.get_form(session, project_id, CHECK_FORM)
        wanted = SubmissionFilter(form_pk=stored(form.id), instance_id=check.instance_id)
        for found in submissions.list_submissions(session, scope, wanted):
            if found.revision > 1:
                continue
            review_submission(
                session,
                by,
                scope,
                submission_id=found.id,
                review=review,
                zone=context.settings.time_zone,
            )


def _publish_visit(context: JobContext, by: By, project_id: int) -> None:
    with context.store.reading() as session:
        form = forms.get_form(session, project_id, VISIT_FORM)
        if form.current_version_id is None:
            return
        if forms.get_current(session, form).version >= VISIT_VERSION:
            return
    name = delivered_name(VISIT_FORM)
    upload = read_form_upload(own_visit(), context.blobs, file_name=name)
    with context.store.writing() as session:
        put_form(session, by, project_id=project_id, upload=upload, is_published=True)
