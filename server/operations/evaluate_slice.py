"""Evaluate a slice of a campaign's subjects: tickets, inputs, rules, results, in short steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from server.domain.schemes.described.assigned import (
    ENTERPRISE,
    PARK,
    Assignment,
    assigned_to,
    day_counted_from,
)
from server.domain.schemes.described.observation_text import observation_texts
from server.domain.schemes.inputs.found import Found
from server.domain.schemes.inputs.inputs_sha256 import inputs_sha256
from server.domain.schemes.inputs.observe import subject_of
from server.domain.schemes.scoring.evaluate import evaluate
from server.operations.compiled_versions import CompiledVersion, compiled_version, in_order
from server.operations.gather_inputs import CampaignFrame, frame_of, gather_inputs
from server.operations.job_context import JobContext
from server.operations.renew_listed_facts import listed_facts_changed
from server.operations.stored_trace import trace_of
from server.store.queries import evaluation_results, evaluation_subjects, schemes
from server.store.queries.evaluation_results import EvaluationsOf, NewResult, Ticket
from server.store.tables.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class RunFrame:
    """A campaign with its assignments, read once for a run."""

    campaign: CampaignFrame
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class EvaluatedSlice:
    """Some subjects of a kind; `is_stale_only`: those that are fresh are passed by."""

    subject_kind: str
    ids: tuple[int, ...]
    is_stale_only: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    """Subjects that one version evaluates, counted from one day."""

    version: CompiledVersion
    of: EvaluationsOf
    on: date
    ids: tuple[int, ...]


def campaign_frame(context: JobContext, campaign_id: int) -> RunFrame | None:
    """Return what a run needs of a campaign; None: it evaluates nothing, or is settled."""
    with context.store.reading() as session:
        campaign = session.get(Campaign, campaign_id)
        assignments = schemes.list_assignments(session, campaign_id)
        if campaign is None or all(one.is_settled for one in assignments):
            return None
        frame = frame_of(session, campaign, context.settings.time_zone)
        return RunFrame(frame, assignments)


def evaluate_slice(
    context: JobContext, frame: RunFrame, wanted: EvaluatedSlice, *, at: datetime
) -> int:
    """Evaluate some subjects of a campaign by all versions that count; return how many results.

    A version comes after those whose results it asks for. Tickets are committed before the inputs
    are read, and results are stored only where no later ticket's is there.
    """
    with context.store.reading() as session:
        counting = _counting(session, frame, wanted)
        kept = {key: {one.version_id for one in many} for key, many in counting.items()}
        gone = evaluation_results.list_others(
            session, frame.campaign.campaign_id, wanted.subject_kind, kept
        )
        tasks = _tasks(session, frame, wanted, counting)
    if gone:
        with context.store.writing() as session:
            evaluation_results.delete_evaluations(session, gone)
    return sum(_run(context, frame.campaign, task, at) for task in tasks)


def _counting(
    session: Session, frame: RunFrame, wanted: EvaluatedSlice
) -> Mapping[int, tuple[Assignment, ...]]:
    """Return which assignments count for each subject; none where the campaign does not reach."""
    paths = evaluation_subjects.list_area_paths(session, wanted.subject_kind, wanted.ids)
    covered = frame.campaign.covered
    return {
        key: assigned_to(frame.assignments, wanted.subject_kind, paths.get(key, ()))
        if not covered or wanted.subject_kind == PARK or covered & set(paths.get(key, ()))
        else ()
        for key in wanted.ids
    }


def _tasks(
    session: Session,
    frame: RunFrame,
    wanted: EvaluatedSlice,
    counting: Mapping[int, tuple[Assignment, ...]],
) -> Sequence[_Task]:
    groups: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
    for key, assignments in counting.items():
        for one in assignments:
            if not one.is_settled:
                closes_on = frame.campaign.closes_on
                on = day_counted_from(assignments, one.scheme_id, otherwise=closes_on)
                groups[one.version_id, on].append(key)
    version_ids = sorted({version_id for version_id, _ in groups})
    tasks: list[_Task] = []
    for version in in_order([compiled_version(session, one) for one in version_ids]):
        of = EvaluationsOf(frame.campaign.campaign_id, version.version_id, wanted.subject_kind)
        for (version_id, on), ids in sorted(groups.items()):
            if version_id == version.version_id:
                tasks.append(_Task(version, of, on, _left(session, wanted, of, ids)))
    return [one for one in tasks if one.ids]


def _left(
    session: Session, wanted: EvaluatedSlice, of: EvaluationsOf, ids: Sequence[int]
) -> tuple[int, ...]:
    if not wanted.is_stale_only:
        return tuple(ids)
    fresh = evaluation_results.list_fresh_ids(session, of, ids)
    return tuple(key for key in ids if key not in fresh)


def _run(context: JobContext, frame: CampaignFrame, task: _Task, at: datetime) -> int:
    with context.store.writing() as session:
        tickets = evaluation_results.take_tickets(session, task.of, task.ids)
    with context.store.reading() as session:
        found = gather_inputs(session, frame, task.version, task.of, task.ids)
    same: list[Ticket] = []
    new: list[NewResult] = []
    renewed: list[int] = []
    for key, one in found.items():
        made = _renewed(task, tickets[key], one)
        if made is None:
            same.append(tickets[key])
        else:
            new.append(made)
            renewed.append(key)
    with context.store.writing() as session:
        evaluation_results.confirm_results(session, same)
        evaluation_results.store_results(session, new, at=at)
        if frame.is_survey_closed and task.of.subject_kind == ENTERPRISE:
            listed_facts_changed(session, frame.project_id, renewed, now=at)
    return len(same) + len(new)


def _renewed(task: _Task, ticket: Ticket, found: Found) -> NewResult | None:
    """Return the result of what was found; None: the one that is there stands on the same."""
    version = task.version
    subject = subject_of(found, version.needs, version.scheme.settings, task.on)
    texts = observation_texts(subject.inputs)
    sha256 = inputs_sha256(subject, version.content_sha256, texts)
    if sha256 == ticket.inputs_sha256:
        return None
    made = evaluate(version.scheme, subject)
    return NewResult(
        ticket=ticket,
        total=made.total,
        lowest=made.lowest,
        most=made.most,
        grade=made.grade,
        is_vetoed=made.is_vetoed,
        gap_count=len(made.gaps),
        counted_from=subject.on,
        inputs_sha256=sha256,
        trace=trace_of(made, texts),
    )
