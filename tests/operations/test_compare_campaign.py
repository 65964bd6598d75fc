"""Two versions compared over a whole campaign: a job, slice by slice, with a file and lines."""

import io

import openpyxl
import pytest

from server.operations import compare_campaign
from server.operations.change_lines import Shown, page_of_lines
from server.operations.compare_campaign import ComparisonWish, request_comparison
from server.operations.job_context import JobContext
from server.problems import NotFound
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.jobs import Job
from server.store.tables.schemes import SchemeVersion
from tests import evaluated, factories
from tests.people import People
from tests.web.evaluated_pages import GIVEN, make_evaluated
from tests.web.evaluated_pages import Shown as Evaluated


@pytest.fixture
def shown(context: JobContext, people: People) -> Evaluated:
    return make_evaluated(context, people)


def compared(
    context: JobContext, shown: Evaluated, after: int, *, scope: Scope | None = None, **more: str
) -> Job:
    """Compare the version in use with another one; return the job that has done it."""
    with context.store.writing() as session:
        wish = ComparisonWish(shown.campaign_id, shown.version_id, after, **more)
        where = scope or Scope(shown.project_id)
        job_id = stored(request_comparison(session, factories.by(), where, wish).id)
    evaluated.work(context)
    with context.store.reading() as session:
        return session.get_one(Job, job_id)


def stricter(context: JobContext, shown: Evaluated) -> int:
    """Publish a version that asks for 9 points instead of 8."""
    table = evaluated.table(GIVEN, evaluated.PLEASED, line="9", version="2")
    return evaluated.publish(context, shown.project_id, table)


def test_the_job_counts_everybody_and_keeps_who_changes(
    context: JobContext, shown: Evaluated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_campaign, "SLICE", 2)

    job = compared(context, shown, stricter(context, shown))

    summary = job.parameters["summary"]
    assert isinstance(summary, dict)
    assert (job.state, job.done_count, job.total_count) == ("finished", 5, 5)
    assert (summary["compared"], summary["rose"], summary["fell"]) == (5, 0, 0)
    assert summary["moves"] == [["T", None, 2]]
    with context.blobs.open(str(summary["linesSha256"])) as lines:
        found = page_of_lines(lines, Shown.ALL, start=0, most=10)
    assert [one.subject.name for one in found] == ["Works 2", "Works 3"]


def test_rows_are_read_page_by_page_and_by_what_changes(
    context: JobContext, shown: Evaluated
) -> None:
    other = {**GIVEN, "points": "20", "max": "20"}
    after = evaluated.publish(
        context, shown.project_id, evaluated.table(other, line="9", version="3")
    )

    summary = compared(context, shown, after).parameters["summary"]

    assert isinstance(summary, dict)
    with context.blobs.open(str(summary["linesSha256"])) as file:
        lines = list(file)
    pages = [page_of_lines(lines, Shown.GRADE, start=start, most=1) for start in (0, 1, 2)]
    assert [len(one) for one in pages] == [1, 1, 0]
    assert page_of_lines(lines, Shown.FELL, start=0, most=10) == ()


def test_the_file_names_grades_and_directions_in_the_language_asked_for(
    context: JobContext, shown: Evaluated
) -> None:
    job = compared(context, shown, stricter(context, shown), locale="en", title="1 → 2")

    data = context.blobs.read(job.result_blob_sha256 or "")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Summary", "Changes of grade", "Who changes"]
    rows = list(book["Who changes"].iter_rows(values_only=True))
    assert rows[0][:5] == ("Name", "Credit code", "Area", "Grade before", "Grade after")
    assert [row[0] for row in rows[1:]] == ["Works 2", "Works 3"]
    assert {row[4] for row in rows[1:]} == {"No grade"}
    summary = dict(book["Summary"].iter_rows(values_only=True, max_col=2))
    assert (summary["Compared"], summary["Another grade"]) == (5, 2)


def test_only_what_the_reader_sees_is_compared(
    context: JobContext, shown: Evaluated, people: People
) -> None:
    part = Scope(shown.project_id, frozenset({people.places.sibling_id}))

    job = compared(context, shown, stricter(context, shown), scope=part)

    summary = job.parameters["summary"]
    assert isinstance(summary, dict)
    assert (summary["compared"], summary["moves"]) == (1, [])


def test_townships_are_compared_as_well(context: JobContext, shown: Evaluated) -> None:
    job = compared(context, shown, stricter(context, shown), subject_kind="township")

    assert (job.state, job.total_count) == ("finished", 2)


def test_a_version_of_another_project_is_not_there(
    context: JobContext, shown: Evaluated, people: People
) -> None:
    elsewhere = evaluated.publish(
        context, people.places.other_project_id, evaluated.table(GIVEN, slug="other")
    )
    wish = ComparisonWish(shown.campaign_id, shown.version_id, elsewhere)

    with context.store.writing() as session, pytest.raises(NotFound):
        request_comparison(session, factories.by(), Scope(shown.project_id), wish)


def test_a_worker_that_died_leaves_nothing_half_done(context: JobContext, shown: Evaluated) -> None:
    job = compared(context, shown, stricter(context, shown))

    compare_campaign.compare_campaign(context, {"job_id": job.id})

    with context.store.reading() as session:
        again = session.get_one(Job, stored(job.id))
    assert again.parameters == job.parameters
    assert (again.state, again.done_count) == ("finished", 5)


def test_a_draft_that_was_replaced_meanwhile_is_not_compared_under_its_name(
    context: JobContext, shown: Evaluated
) -> None:
    after = stricter(context, shown)
    with context.store.writing() as session:
        wish = ComparisonWish(shown.campaign_id, shown.version_id, after)
        made = request_comparison(session, factories.by(), Scope(shown.project_id), wish)
        job_id = stored(made.id)
        session.get_one(SchemeVersion, after).content_sha256 = "0" * 64

    evaluated.work(context)

    with context.store.reading() as session:
        job = session.get_one(Job, job_id)
    assert (job.state, job.result_blob_sha256) == ("failed", None)
    assert job.message
