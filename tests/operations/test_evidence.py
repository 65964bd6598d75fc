"""A row has points for its own file: not for one of another row, nor for one that never came."""

from decimal import Decimal

import pytest

from server.domain.answers import Answers
from server.domain.received_submission import ReceivedFile
from server.domain.schemes.described.observations import Source
from server.domain.schemes.scoring.evaluation import Evaluation, RowScore
from server.domain.write_submission import write_submission
from server.operations.job_context import JobContext
from server.operations.stored_trace import read_trace
from server.store.tables.submissions import SubmissionAttachment
from tests.domain.schemes.made import scheme
from tests.evaluated import assign, publish, trace_of_only, work
from tests.site_checks import USCC, Checks, check_xml, send_check
from tests.surveys import add_form, delivered_form
from xlsforms.scheme import Cells

NO_FILE = "No file was handed in, so there are no points."


def gated(code: str, measure: str, **cells: str) -> Cells:
    """Return a row of 5 points that has none without a file."""
    row = {"code": code, "points": "5", "measure": measure, "evidence_gate": "yes"}
    return {**row, "kind": "all_or_nothing", "source": "inspection", **cells}


def evaluate(context: JobContext, checks: Checks, *rows: Cells, self_form: str = "") -> None:
    """Have a scheme of these rows evaluate the campaign."""
    settings = {"self_form": self_form} if self_form else {}
    made = publish(context, checks.project_id, scheme(rows, settings=settings))
    assign(context.store, checks.project_id, checks.campaign_id, made)
    work(context)


def scores(context: JobContext, checks: Checks) -> dict[str, RowScore]:
    """Return the rows of the first enterprise after everything that waits was done."""
    work(context)
    found: Evaluation = read_trace(trace_of_only(context.store, checks.enterprise_ids[0]))
    return dict(found.rows)


def points(rows: dict[str, RowScore]) -> dict[str, Decimal | None]:
    return {code: row.outcome.points for code, row in rows.items()}


def told(row: RowScore) -> list[str]:
    return [one.text for one in row.outcome.steps]


def came(name: str) -> ReceivedFile:
    return ReceivedFile(name, "image/jpeg", name[0] * 64, name[0] * 32, 3)


def names_of(context: JobContext, row: RowScore) -> list[str]:
    """Return the names of the files that a row rests on."""
    keys = [int(name.removeprefix("attachment:")) for one in row.used for name in one.evidence]
    with context.store.reading() as session:
        return [session.get_one(SubmissionAttachment, key).name for key in keys]


ROSTER: Answers = {
    "enterprise": {"uscc": USCC},
    "labour_contracts": {
        "roster": "yes",
        "roster_photo": "a.jpg",
        "contracts_all": "yes",
        "internal_rules": "yes",
        "internal_rules_photo": "b.jpg",
    },
}
ROWS = (
    gated("A", "contracts.roster"),
    gated("B", "contracts.all_signed"),
    gated("C", "contracts.internal_rules"),
)


def test_a_point_with_its_photo_scores_and_one_without_is_told_why_not(
    context: JobContext, checks: Checks
) -> None:
    evaluate(context, checks, *ROWS)
    send_check(context.store, checks, ROSTER, files=(came("a.jpg"), came("b.jpg")))

    rows = scores(context, checks)

    assert points(rows) == {"A": Decimal(5), "B": Decimal(0), "C": Decimal(5)}
    assert told(rows["B"]) == [NO_FILE]
    assert [names_of(context, rows[code]) for code in "ABC"] == [["a.jpg"], [], ["b.jpg"]]


def test_a_file_that_comes_later_counts_from_then_on(context: JobContext, checks: Checks) -> None:
    evaluate(context, checks, *ROWS)
    xml = check_xml(checks, ROSTER)
    send_check(context.store, checks, xml, files=(came("a.jpg"),))
    before = points(scores(context, checks))

    send_check(context.store, checks, xml, files=(came("b.jpg"),))

    assert before == {"A": Decimal(5), "B": Decimal(0), "C": Decimal(0)}
    assert points(scores(context, checks)) == {"A": Decimal(5), "B": Decimal(0), "C": Decimal(5)}


def test_a_file_that_no_question_names_is_no_evidence(context: JobContext, checks: Checks) -> None:
    evaluate(context, checks, *ROWS)
    send_check(context.store, checks, ROSTER, files=(came("z.jpg"),))

    assert set(points(scores(context, checks)).values()) == {Decimal(0)}


@pytest.mark.parametrize("file", ["roster_photo", "roster_file"])
def test_an_item_of_the_self_assessment_scores_with_its_own_photo_or_file(
    context: JobContext, checks: Checks, file: str
) -> None:
    form = delivered_form("self_assessment")
    with context.store.writing() as session:
        add_form(session, checks.project_id, form)
    given = {"kind": "manual_range", "max": "5", "source": "self"}
    evaluate(
        context,
        checks,
        gated("A", "snd.roster", **given),
        gated("B", "snd.contracts_signed", **given),
        self_form="self_assessment",
    )
    answers: Answers = {
        "enterprise": {"uscc": USCC},
        "employment": {"roster": "1.5", file: "a.jpg", "contracts_signed": "2"},
        "summary": {"enterprise_signature": "s.jpg"},
    }
    xml = write_submission(form, answers, instance_id="uuid:self")

    send_check(context.store, checks, xml, files=(came("a.jpg"), came("s.jpg")))

    rows = scores(context, checks)
    assert points(rows) == {"A": Decimal("1.5"), "B": Decimal(0)}
    assert told(rows["B"]) == [NO_FILE]
    assert names_of(context, rows["A"]) == ["a.jpg"]
    assert [one.source for one in rows["A"].used] == [Source.SELF]
