"""Self-assessments sent as forms count where points by hand are listed, on pages and over REST."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import clock
from server.domain.lifecycle import ReviewState
from server.domain.write_submission import write_submission
from server.operations.compiled_versions import compiled_version
from server.operations.count_targets import count_targets
from server.operations.job_context import JobContext
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.forms import Form
from server.store.tables.schemes import SchemeVersion
from server.store.tables.submissions import Submission
from tests.domain.schemes.made import scheme
from tests.evaluated import assign, publish
from tests.people import People
from tests.site_checks import USCC, Checks, process, send_check
from tests.surveys import add_form, delivered_form
from tests.web.office_browser import browser
from xlsforms.scheme import TARGETS, SchemeRow

_ROW = {"code": "A", "kind": "manual_range", "points": "5", "max": "5", "source": "assessor self"}
_ROWS = [{**_ROW, "measure": "snd.roster"}]
_TARGET = {
    "code": "S",
    "kind": "count_target",
    "metric": "self_assessed",
    "goal": "2",
    "name_zh": "自评企业",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A campaign in which the first enterprise has sent its self-assessment twice."""

    context: JobContext
    checks: Checks
    form_pk: int
    scheme_id: int
    version_id: int
    submission_ids: tuple[int, int]

    @property
    def base(self) -> str:
        campaign = f"campaigns/{self.checks.campaign_id}"
        return f"/office/{self.checks.project_id}/{campaign}/assessments"

    @property
    def sheet(self) -> str:
        return f"{self.base}/{self.scheme_id}/{self.checks.enterprise_ids[0]}/self"

    @property
    def api(self) -> str:
        campaign = f"campaigns/{self.checks.campaign_id}"
        return f"/v1/projects/{self.checks.project_id}/{campaign}/assessments/made"

    def submission(self, number: int) -> str:
        """Return the address of the page of a submission."""
        return f"/office/{self.checks.project_id}/submissions/{self.submission_ids[number]}"

    def change(self, **values: object) -> None:
        """Change both submissions."""
        with self.context.store.writing() as session:
            for key in self.submission_ids:
                session.get_one(Submission, key).sqlmodel_update(values)


def make(context: JobContext, checks: Checks, **settings: str) -> Sent:
    """Use a scheme whose self-assessment is a form, and send that form twice."""
    form = delivered_form("self_assessment")
    made = replace(
        scheme(_ROWS, settings={"self_form": form.form_id, **settings}),
        targets=(SchemeRow(_TARGET, TARGETS, 3),),
    )
    with context.store.writing() as session:
        form_pk, _ = add_form(session, checks.project_id, form)
    version_id = publish(context, checks.project_id, made)
    assign(context.store, checks.project_id, checks.campaign_id, version_id)
    answers = {"enterprise": {"uscc": USCC}, "employment": {"roster": "1.5"}}
    found: list[Submission] = []
    for number, age in enumerate((0, 2)):
        xml = write_submission(form, answers, instance_id=f"uuid:{number}")
        version = send_check(context.store, checks, xml, at=clock.now() - timedelta(minutes=age))
        found.append(process(context, version))
    with context.store.reading() as session:
        scheme_id = session.get_one(SchemeVersion, version_id).scheme_id
    keys = (stored(found[0].id), stored(found[1].id))
    return Sent(context, checks, form_pk, scheme_id, version_id, keys)


@pytest.fixture
def sent(context: JobContext, checks: Checks) -> Sent:
    """Give a scheme that counts what is not refused."""
    return make(context, checks)


def cells_of(page: str, name: str) -> list[tuple[str, str]]:
    """Return address and word of each badge in the row of an enterprise."""
    row = next(one for one in page.split("<tr>") if f">{name}<" in one)
    link = r'class="state-link" href="([^"]+)".*?</span>([^<]+)</span>'
    return re.findall(link, row, flags=re.DOTALL)


def done_of(page: str) -> list[str]:
    """Return how far each level is."""
    return re.findall(r'progress-figures">([^<]+)<', page)


def read(app: Flask, people: People, address: str) -> str:
    """Return a page as the county's office reads it."""
    return browser(app, people.county_office).get(address).text


def test_a_form_shows_in_the_row_and_leads_to_the_newest_submission(
    app: Flask, people: People, sent: Sent
) -> None:
    page = read(app, people, sent.base)

    assert cells_of(page, "First")[0] == (sent.submission(0), "Form sent")
    assert [word for _, word in cells_of(page, "First")[1:]] == ["Not begun", "Not begun"]
    assert [word for _, word in cells_of(page, "Second")] == ["Not begun"] * 3
    assert f'href="{sent.sheet}"' in page


def test_a_form_counts_as_progress_of_the_enterprises_own_level_alone(
    app: Flask, people: People, sent: Sent
) -> None:
    page = read(app, people, sent.base)

    assert done_of(page) == ["1 / 2", "0 / 2", "0 / 2"]


def test_a_form_counts_for_a_target_of_self_assessments(context: JobContext, sent: Sent) -> None:
    with context.store.reading() as session:
        campaign = session.get_one(Campaign, sent.checks.campaign_id)
        version = compiled_version(session, sent.version_id)
        scope = Scope(sent.checks.project_id)
        (found,) = count_targets(session, scope, campaign, version, on=clock.now().date())

    assert found.count is not None
    assert found.count.part == 1


def test_who_sent_a_form_is_not_among_those_who_have_not_begun(
    app: Flask, people: People, sent: Sent
) -> None:
    missing = read(app, people, f"{sent.base}?level=self&state=not_begun")
    came = read(app, people, f"{sent.base}?level=self&state=form_sent")
    township = read(app, people, f"{sent.base}?level=township&state=not_begun")

    assert (">First<" in missing, ">Second<" in missing) == (False, True)
    assert (">First<" in came, ">Second<" in came) == (True, False)
    assert (">First<" in township, ">Second<" in township) == (True, True)


def test_no_other_level_has_sent_a_form(app: Flask, people: People, sent: Sent) -> None:
    page = read(app, people, f"{sent.base}?level=township&state=form_sent")

    assert "Nothing fits these filters" in page


@pytest.mark.parametrize(
    "values",
    [
        {"review_state": ReviewState.REJECTED},
        {"review_state": ReviewState.HAS_ISSUES},
        {"exclusion_reason": "sent for practice"},
        {"deleted_at": clock.now()},
        {"campaign_id": None},
    ],
)
def test_a_form_that_evaluations_leave_out_has_not_begun_anything(
    app: Flask, people: People, sent: Sent, values: dict[str, object]
) -> None:
    sent.change(**values)

    page = read(app, people, sent.base)
    missing = read(app, people, f"{sent.base}?level=self&state=not_begun")

    assert cells_of(page, "First")[0] == (sent.sheet, "Not begun")
    assert done_of(page)[0] == "0 / 2"
    assert ">First<" in missing


@pytest.mark.parametrize(
    ("state", "done"),
    [
        (None, "0 / 2"),
        (ReviewState.RECEIVED, "0 / 2"),
        (ReviewState.EDITED, "0 / 2"),
        (ReviewState.APPROVED, "1 / 2"),
    ],
)
def test_only_approved_forms_count_where_the_scheme_says_so(
    app: Flask,
    people: People,
    context: JobContext,
    checks: Checks,
    state: ReviewState | None,
    done: str,
) -> None:
    strict = make(context, checks, accepted="approved")
    strict.change(review_state=state)

    assert done_of(read(app, people, strict.base))[0] == done


def test_a_refused_newest_form_leaves_the_one_before(
    app: Flask, people: People, sent: Sent
) -> None:
    with sent.context.store.writing() as session:
        newest = session.get_one(Submission, sent.submission_ids[0])
        newest.review_state = ReviewState.REJECTED

    page = read(app, people, sent.base)

    assert cells_of(page, "First")[0] == (sent.submission(1), "Form sent")


def test_a_draft_beside_a_form_shows_both_and_takes_nothing_from_progress(
    app: Flask, people: People, sent: Sent
) -> None:
    office = browser(app, people.county_office)
    office.post(sent.sheet, data={"revision": "0", "value-snd.roster": "2", "action": "save"})

    page = office.get(sent.base).text

    assert cells_of(page, "First")[:2] == [
        (sent.sheet, "Draft"),
        (sent.submission(0), "Form sent"),
    ]
    assert done_of(page)[0] == "1 / 2"


def test_submitted_points_beside_a_form_count_once(app: Flask, people: People, sent: Sent) -> None:
    office = browser(app, people.county_office)
    office.post(sent.sheet, data={"revision": "0", "value-snd.roster": "2", "action": "submit"})

    page = office.get(sent.base).text

    assert cells_of(page, "First")[0] == (sent.sheet, "Submitted")
    assert done_of(page)[0] == "1 / 2"


def test_a_submission_of_a_deleted_form_leads_to_the_sheet(
    app: Flask, people: People, sent: Sent
) -> None:
    with sent.context.store.writing() as session:
        session.get_one(Form, sent.form_pk).deleted_at = clock.now()

    assert cells_of(read(app, people, sent.base), "First")[0] == (sent.sheet, "Form sent")


def test_the_sheet_says_in_chinese_that_the_form_came(
    app: Flask, people: People, sent: Sent
) -> None:
    chinese = browser(app, people.county_office, language="zh_CN")

    assert "已交表单" in chinese.get(sent.sheet).text
    assert "已交表单" in chinese.get(sent.base).text


def test_a_scheme_without_forms_offers_no_such_state(
    app: Flask, people: People, context: JobContext, checks: Checks
) -> None:
    plain = make(context, checks, self_form="")

    page = read(app, people, plain.base)

    assert "form_sent" not in page
    assert done_of(page)[0] == "0 / 2"


def test_forms_are_told_over_rest(client: FlaskClient, people: People, sent: Sent) -> None:
    def listed(query: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = client.get(
            f"{sent.api}{query}", headers=people.county_office.headers
        ).json
        return found

    first, second = listed("")

    assert (first["states"], second["states"]) == ({"self": "form_sent"}, {})
    assert first["selfForm"] == {"xmlFormId": "self_assessment", "instanceId": "uuid:0"}
    assert second["selfForm"] is None
    assert [one["subjectName"] for one in listed("?level=self&state=not_begun")] == ["Second"]
    assert [one["subjectName"] for one in listed("?level=self&state=form_sent")] == ["First"]
