"""A campaign that a scheme evaluates: its table, its assignment, and what comes out."""

import threading

from sqlmodel import Session, select

from server import clock
from server.domain.lifecycle import AssessmentState
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.scoring.evaluation import Evaluation
from server.operations.assign_scheme import SchemeAssignment, assign_scheme
from server.operations.job_context import JobContext
from server.operations.publish_scheme import publish_scheme
from server.operations.stored_trace import read_trace
from server.operations.upload_scheme import SchemeUpload, upload_scheme
from server.store.outbox import LANES
from server.store.queries import schemes
from server.store.queries.audits import By
from server.store.queries.evaluations import EvaluationEntry, list_of_subject
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.assessments import Assessment, AssessmentValue
from server.store.tables.evaluations import EvaluationTrace, StoredEvaluation
from server.store.tables.schemes import SchemeVersion
from server.store.transaction import Store
from server.worker import Worker
from tests.domain.schemes.made import scheme
from tests.site_checks import USCC, Checks, send_check, submission_of
from tests.xlsform_md import workbook_bytes
from xlsforms.scheme import Cells, Scheme

HALL = {"code": "A", "kind": "manual_range", "points": "10", "max": "10", "parent": "G"}
SIGNED = {
    "code": "B",
    "kind": "linear_deduct",
    "points": "20",
    "target": "100",
    "per_point": "1",
    "source": "inspection",
    "measure": "contracts.signing_rate",
    "parent": "G",
}
PLEASED = {
    "code": "C",
    "kind": "linear_deduct",
    "points": "40",
    "target": "80",
    "per_point": "1",
    "source": "survey",
    "measure": "satisfaction.overall:satisfied",
    "parent": "G",
}
GROUP = {"code": "G", "kind": "group"}
ARREARS = {
    "code": "V",
    "kind": "veto",
    "source": "record",
    "measure": "record:arrears",
    "look_back_months": "24",
}
GRADE = {"code": "T", "kind": "grade_bands"}
WORKBOOK = workbook_bytes("| settings |  |\n|  | scheme |\n|  | made |\n")
"""A workbook that nobody reads: its cells are given beside it."""


def table(
    *rows: Cells, slug: str = "made", version: str = "1", line: str = "10", **grade: str
) -> Scheme:
    """Return a scheme of some rows, with a veto for arrears and one grade from `line` points on.

    `grade` are more columns of the grade.
    """
    return scheme(
        [GROUP, *rows],
        settings={"scheme": slug, "version": version},
        vetoes=[ARREARS],
        grades=[{**GRADE, "from_points": line, **grade}],
    )


def by() -> By:
    """Return who acts: the server itself, now."""
    return By(None, clock.now())


def upload_of(context: JobContext, cells: Scheme) -> SchemeUpload:
    """Return the upload of a scheme, its workbook being some bytes."""
    workbook = context.blobs.put(WORKBOOK)
    return SchemeUpload(cells, compile_scheme(cells), workbook, "办法.xlsx")


def publish(context: JobContext, project_id: int, cells: Scheme) -> int:
    """Publish a scheme and return the key of the version."""
    with context.store.writing() as session:
        upload_scheme(session, by(), project_id, upload_of(context, cells))
        slug = cells.setting("scheme")
        found = schemes.get_scheme(session, project_id, slug, is_locked=True)
        return stored(publish_scheme(session, by(), found, accepts_warnings=True).id)


def assign(
    store: Store, project_id: int, campaign_id: int, version_id: int, *, area_id: int | None = None
) -> None:
    """Let a version evaluate the enterprises of a campaign."""
    wanted = SchemeAssignment(version_id, area_id=area_id)
    with store.writing() as session:
        assign_scheme(session, by(), Scope(project_id), campaign_id, wanted)


def evaluate_checks(context: JobContext, checks: Checks) -> int:
    """Let a version evaluate the campaign: 10 points by hand, 20 for contracts; return its key."""
    made = publish(context, checks.project_id, table(HALL, SIGNED, line="25"))
    assign(context.store, checks.project_id, checks.campaign_id, made)
    work(context)
    return made


def work(context: JobContext) -> None:
    """Do everything that waits in all lanes."""
    lanes = [Worker(context, lane, threading.Event()) for lane in LANES]
    while sum(lane.work_once() for lane in lanes):
        pass


def evaluations_of(
    store: Store, project_id: int, enterprise_id: int
) -> tuple[EvaluationEntry, ...]:
    """Return the evaluations of an enterprise."""
    with store.reading() as session:
        return list_of_subject(session, Scope(project_id), ENTERPRISE, enterprise_id)


def row_of(session: Session, enterprise_id: int) -> StoredEvaluation:
    """Return the only evaluation of an enterprise as it is stored."""
    statement = select(StoredEvaluation).where(StoredEvaluation.enterprise_id == enterprise_id)
    return session.exec(statement).one()


def trace_of_only(store: Store, enterprise_id: int) -> bytes:
    """Return the stored trace of an enterprise's only evaluation."""
    with store.reading() as session:
        key = row_of(session, enterprise_id).id
        return session.get_one(EvaluationTrace, key).trace


def submit_points(
    session: Session, campaign_id: int, version_id: int, enterprise_id: int, **points: str
) -> None:
    """Store what the county gave an enterprise, submitted."""
    version = session.get_one(SchemeVersion, version_id)
    given = Assessment(
        campaign_id=campaign_id,
        scheme_id=version.scheme_id,
        scheme_version_id=version_id,
        subject_id=enterprise_id,
        enterprise_id=enterprise_id,
        level="county",
        state=AssessmentState.SUBMITTED,
        saved_at=clock.now(),
        submitted_at=clock.now(),
    )
    session.add(given)
    session.flush()
    for measure, value in points.items():
        session.add(AssessmentValue(assessment_id=stored(given.id), measure=measure, value=value))
    session.flush()


def check(context: JobContext, checks: Checks, rate: str) -> int:
    """Send a site check of the first enterprise and have it processed; return the submission."""
    sent = {
        "enterprise": {"uscc": USCC},
        "sample_result": {"signing_rate": rate},
    }
    version = send_check(context.store, checks, sent)
    work(context)
    with context.store.reading() as session:
        return stored(submission_of(session, version).id)


def only(context: JobContext, checks: Checks, place: int = 0) -> StoredEvaluation:
    """Return the evaluation of an enterprise as it is stored."""
    with context.store.reading() as session:
        return row_of(session, checks.enterprise_ids[place])


def trace(context: JobContext, checks: Checks) -> Evaluation:
    """Return the trace of the first enterprise."""
    return read_trace(trace_of_only(context.store, checks.enterprise_ids[0]))
