"""What the enterprises of the demonstration end with whose stories are told, and running it again.

Everything came in over a socket before; here it is read as the office's pages read it.
"""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, SQLModel, col, select

from server.demo.entrants import LINFEN, SND, Entrant, Story
from server.demo.fill_demo import fill_demo
from server.demo.known_records import VETO_KIND
from server.demo.own_workbooks import ADVANCED
from server.demo.statements import STATEMENTS
from server.domain.schemes.exact.outcome import GapReason
from server.domain.schemes.scoring.evaluation import Evaluation, RowScore
from server.operations.job_context import JobContext
from server.operations.stored_trace import read_trace
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.queries import evaluations, jobs
from server.store.queries.evaluations import EvaluationFilter
from server.store.queries.scope import Scope
from server.store.tables.assessments import Assessment, AssessmentFile
from server.store.tables.campaigns import Campaign
from server.store.tables.evaluations import StoredEvaluation
from server.store.tables.jobs import Job, OutboxRow
from server.store.tables.projects import Project
from server.store.tables.records import DepartmentRecord, HeldTitle, RecordBatch
from server.store.tables.schemes import CampaignScheme, SchemeVersion
from server.store.tables.submissions import Submission
from server.store.tables.users import User
from server.store.transaction import Store

TABLES: tuple[type[SQLModel], ...] = (
    Project,
    Job,
    User,
    Campaign,
    OutboxRow,
    Submission,
    SchemeVersion,
    CampaignScheme,
    Assessment,
    AssessmentFile,
    DepartmentRecord,
    HeldTitle,
    RecordBatch,
    StoredEvaluation,
)
"""Whose rows a demonstration that is there adds none to."""


def fill_again(store: Store, settings: Settings) -> None:
    """Run the finished job once more, as if its worker had been killed right before its end."""
    with store.writing() as session:
        job = jobs.find_newest(session, "fill_demo")
        assert job is not None
        jobs.update_job(session, job.id or 0, {"state": jobs.RUNNING})
    fill_demo(JobContext(store, BlobStore(settings.blob_dir), settings), {"job_id": job.id})
    with store.reading() as session:
        job = jobs.find_newest(session, "fill_demo")
    assert job is not None
    assert job.state == jobs.FINISHED


def count_stale(store: Store) -> int:
    """Return how many evaluations are not worked out yet."""
    with store.reading() as session:
        return evaluations.count_stale(session, _campaign(session).id or 0)


def check_stories(store: Store, entrants: Sequence[Entrant]) -> None:
    """Check grade, veto, gaps and photos of the told enterprises."""
    with store.reading() as session:
        traces = _traces(session)
    told = {(one.scheme, one.story): traces[one.name] for one in entrants}
    _check_model(told[SND, Story.MODEL])
    _check_vetoed(told[SND, Story.VETOED])
    _check_few_answers(told[SND, Story.FEW_ANSWERS])
    assert told[LINFEN, Story.MODEL].grade == "G1"
    assert {"assessment_file", "attachment"} <= _origins(told[LINFEN, Story.MODEL])


def _check_model(model: Evaluation) -> None:
    assert (model.grade, model.gaps, model.is_vetoed) == (ADVANCED, (), False)
    assert model.total is not None
    assert model.total >= 90
    assert {"attachment", "release", "assessment", "submission"} <= _origins(model)


def _check_vetoed(vetoed: Evaluation) -> None:
    assert (vetoed.grade, vetoed.gaps, vetoed.is_vetoed) == (None, (), True)
    fired = {code: one for code, one in vetoed.vetoes.items() if one.fires}
    assert list(fired) == ["6.1.1"]
    (record,) = fired["6.1.1"].used
    assert record.measure == f"record:{VETO_KIND}"
    assert record.note.startswith("临人社监罚字〔")


def _check_few_answers(few: Evaluation) -> None:
    assert (few.grade, few.total, few.is_vetoed) == (None, None, False)
    assert {few.rows[code].outcome.gap for code in few.gaps} == {GapReason.SAMPLE_TOO_SMALL}
    assert len(few.gaps) == len(STATEMENTS)


def _origins(evaluation: Evaluation) -> set[str]:
    """Return the kinds of things that an evaluation stands on, files included."""
    found = {name for row in evaluation.rows.values() for name in _origins_of(row)}
    return {name.partition(":")[0] for name in found}


def _origins_of(row: RowScore) -> list[str]:
    seen = (*row.used, *row.beside)
    return [name for one in seen for name in (one.origin, *one.evidence)]


def _traces(session: Session) -> Mapping[str, Evaluation]:
    campaign = _campaign(session)
    wanted = EvaluationFilter(campaign.id or 0)
    listed = evaluations.list_evaluations(session, Scope(campaign.project_id), wanted)
    return {
        one.enterprise_name: read_trace(evaluations.find_trace(session, one.id) or b"")
        for one in listed
    }


def _campaign(session: Session) -> Campaign:
    return session.exec(select(Campaign).order_by(col(Campaign.id).desc())).first() or Campaign()
