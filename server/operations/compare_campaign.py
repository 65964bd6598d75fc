"""Compare two versions of a scheme over a whole campaign, as a job: a file, and lines to page."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from exports.profiles.comparison_xlsx import (
    EN,
    ZH,
    ChangeRow,
    ComparisonFigures,
    comparison_spreadsheet,
)
from exports.xlsx_file import write_xlsx
from server import clock
from server.domain.access import Verb
from server.domain.json_values import integer_of, text_of
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.exact.values import Text
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.telling.compare import VersionTally, change_of
from server.domain.schemes.telling.grade_names import grade_names
from server.operations.change_lines import ChangeLine, ChangeLines
from server.operations.compiled_versions import CompiledVersion, compiled_version
from server.operations.export_submissions import XLSX
from server.operations.gather_inputs import frame_of
from server.operations.job_context import JobContext
from server.operations.request_job import JobRequest, request_job, scope_of_job
from server.operations.run_job import JobResult, RunningJob, run_job
from server.operations.subjects_now import evaluated_by_both
from server.problems import ChangedMeanwhile
from server.store import outbox
from server.store.queries import campaigns, jobs, schemes
from server.store.queries.audits import By
from server.store.queries.blobs import keep_blob
from server.store.queries.covered_subjects import CoveredSubject, count_covered, list_covered
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.jobs import Job

COMPARE_VERSIONS = "compare_versions"
SLICE = 200


@dataclass(frozen=True, slots=True)
class ComparisonWish:
    """Which versions are compared over which campaign, and the language of the file."""

    campaign_id: int
    before_id: int
    after_id: int
    title: str = ""
    subject_kind: str = ENTERPRISE
    locale: str = "zh_CN"


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """The versions that are compared."""

    before: CompiledVersion
    after: CompiledVersion


def request_comparison(session: Session, by: By, scope: Scope, wish: ComparisonWish) -> Job:
    """Ask for a comparison within a scope; nothing of it is stored as an evaluation.

    Raises NotFound for a foreign campaign or version.
    """
    campaigns.get_campaign(session, scope.project_id, wish.campaign_id)
    ids = (wish.before_id, wish.after_id)
    versions = [schemes.get_version(session, scope.project_id, one) for one in ids]
    request = JobRequest(
        kind=COMPARE_VERSIONS,
        title=wish.title,
        scope=scope,
        verb=Verb.EVALUATION_READ,
        parameters={
            "campaignId": wish.campaign_id,
            "before": wish.before_id,
            "after": wish.after_id,
            "contents": [one.content_sha256 for one in versions],
            "subjectKind": wish.subject_kind,
            "locale": wish.locale,
        },
        lane=outbox.WHOLE,
    )
    return request_job(session, by, request)


def compare_campaign(context: JobContext, payload: Mapping[str, object]) -> None:
    """Make the comparison that a job asks for; begun anew, it begins with nothing."""
    run_job(context, payload, _compare)


def two_versions(session: Session, job: Job) -> TwoVersions:
    """Return the versions that a job compares.

    Raises NotFound for one that is gone meanwhile, ChangedMeanwhile for a draft that was replaced.
    """
    ids = [integer_of(job.parameters, name) for name in ("before", "after")]
    project_id = scope_of_job(job).project_id
    found = [schemes.get_version(session, project_id, one).content_sha256 for one in ids]
    # SQLite gives the key of a draft that was replaced to the next one.
    if found != job.parameters.get("contents"):
        raise ChangedMeanwhile
    return TwoVersions(*(compiled_version(session, one) for one in ids))


def _compare(running: RunningJob) -> JobResult:
    tally = VersionTally()
    with tempfile.TemporaryDirectory() as folder:
        lines = ChangeLines(Path(folder))
        with lines:
            _fill(running, lines, tally)
        _keep_lines(running, lines, tally)
        path = Path(folder) / "comparison.xlsx"
        _write(running, lines, tally, path)
        data = path.read_bytes()
    return JobResult(data, f"comparison-{running.job.id}.xlsx", XLSX)


def _fill(running: RunningJob, lines: ChangeLines, tally: VersionTally) -> None:
    """Compare slice by slice, each in a short reading of its own; only sums stay in memory."""
    store, last = running.context.store, 0
    total = _total(running)
    running.report(0, total)
    while True:
        with store.reading() as session:
            some = _next(session, running.job, after=last)
            if not some:
                return
            _compare_slice(session, running, some, (lines, tally))
        last = some[-1].id
        running.report(tally.compared, max(total, tally.compared))


def _compare_slice(
    session: Session,
    running: RunningJob,
    some: tuple[CoveredSubject, ...],
    into: tuple[ChangeLines, VersionTally],
) -> None:
    (lines, tally), job = into, running.job
    two, names = two_versions(session, job), {one.id: one for one in some}
    campaign_id = integer_of(job.parameters, "campaignId")
    campaign = campaigns.get_campaign(session, scope_of_job(job).project_id, campaign_id)
    frame = frame_of(session, campaign, running.context.settings.time_zone)
    both, kind = (two.before, two.after), text_of(job.parameters, "subjectKind")
    for key, before, after in evaluated_by_both(session, frame, both, tuple(names), kind):
        change = change_of(str(key), before, after)
        tally.add(change)
        if change.is_any:
            lines.add(change, names[key])


def _next(session: Session, job: Job, *, after: int) -> tuple[CoveredSubject, ...]:
    campaign_id = integer_of(job.parameters, "campaignId")
    kind = text_of(job.parameters, "subjectKind")
    return list_covered(session, scope_of_job(job), campaign_id, kind, after=after, most=SLICE)


def _total(running: RunningJob) -> int:
    job = running.job
    campaign_id = integer_of(job.parameters, "campaignId")
    kind = text_of(job.parameters, "subjectKind")
    with running.context.store.reading() as session:
        return count_covered(session, scope_of_job(job), campaign_id, kind)


def _keep_lines(running: RunningJob, lines: ChangeLines, tally: VersionTally) -> None:
    """Keep the lines that the page shows, and the figures above them, with the job."""
    kept, mean = running.context.blobs.put_chunks(lines.pieces()), tally.mean_difference
    summary = {
        "linesSha256": kept.sha256,
        "compared": tally.compared,
        "rose": tally.rose,
        "fell": tally.fell,
        "mean": None if mean is None else str(mean),
        "moves": [[*move, count] for move, count in _moves(tally)],
    }
    parameters = {**running.job.parameters, "summary": summary}
    with running.context.store.writing() as session:
        keep_blob(session, kept, clock.now())
        jobs.update_job(session, stored(running.job.id), {"parameters": parameters})


def _moves(tally: VersionTally) -> list[tuple[tuple[str | None, str | None], int]]:
    return sorted(tally.moves.items(), key=lambda one: (-one[1], str(one[0])))


def _write(running: RunningJob, lines: ChangeLines, tally: VersionTally, path: Path) -> None:
    locale = text_of(running.job.parameters, "locale")
    words = EN if locale == "en" else ZH
    with running.context.store.reading() as session:
        two = two_versions(session, running.job)
    schemes_of = (two.before.scheme, two.after.scheme)
    moves = [(*_named(schemes_of, move, locale), count) for move, count in _moves(tally)]
    mean = tally.mean_difference
    figures = ComparisonFigures(
        titles=((words.changes, running.job.title),),
        compared=tally.compared,
        rose=tally.rose,
        fell=tally.fell,
        mean=None if mean is None else two.after.scheme.settings.rounded(mean),
        moves=tuple(moves),
    )
    rows = _rows(lines.read(), schemes_of, locale)
    write_xlsx(comparison_spreadsheet(figures, rows, words), path)


def _rows(
    lines: Iterator[ChangeLine], two: tuple[CompiledScheme, CompiledScheme], locale: str
) -> Iterator[ChangeRow]:
    for one in lines:
        move = (one.change.grade_before, one.change.grade_after)
        total = one.change.total
        yield ChangeRow(
            name=one.subject.name,
            uscc=one.subject.uscc,
            area=one.subject.area_name,
            grades=_named(two, move, locale),
            points=(
                None if total.first is None else two[0].settings.rounded(total.first),
                None if total.second is None else two[1].settings.rounded(total.second),
            ),
        )


def _named(
    two: tuple[CompiledScheme, CompiledScheme], move: tuple[str | None, str | None], locale: str
) -> tuple[str | None, str | None]:
    before, after = zip(two, move, strict=True)
    return _grade(*before, locale), _grade(*after, locale)


def _grade(scheme: CompiledScheme, code: str | None, locale: str) -> str | None:
    name = None if code is None else grade_names(scheme).get(code, code)
    return name.in_language(locale) if isinstance(name, Text) else name
