"""Evaluate a whole campaign, slice by slice, so that single renewals get in between."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from server import clock
from server.domain.json_values import boolean_of, integer_of
from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.operations.evaluate_slice import (
    EvaluatedSlice,
    RunFrame,
    campaign_frame,
    evaluate_slice,
)
from server.operations.job_context import JobContext
from server.store.queries import evaluation_results, evaluation_subjects, schemes
from server.store.queries.scope import Scope

SLICE = 400
"""Subjects of one slice: its writing takes a few hundredths of a second."""


def renew_whole_campaign(context: JobContext, payload: Mapping[str, object]) -> None:
    """Renew all evaluations of the payload's campaign, or only what is stale or missing."""
    campaign_id = integer_of(payload, "campaign_id")
    for _ in evaluated_slices(context, campaign_id, is_forced=boolean_of(payload, "is_forced")):
        pass


def evaluated_slices(
    context: JobContext, campaign_id: int, *, is_forced: bool
) -> Iterator[tuple[int, int]]:
    """Evaluate a campaign; yield after each slice how many subjects are done, and of how many.

    Nothing is yielded where nothing evaluates the campaign, or its evaluations are settled.
    """
    _delete_unassigned(context, campaign_id)
    frame = campaign_frame(context, campaign_id)
    if frame is None:
        return
    done, total = 0, _count(context, frame)
    yield done, total
    for kind, ids in slices_of(context, frame):
        evaluate_slice(context, frame, EvaluatedSlice(kind, ids, not is_forced), at=clock.now())
        done += len(ids)
        yield done, max(done, total)


def _count(context: JobContext, frame: RunFrame) -> int:
    """Return how many subjects there are to look at."""
    campaign, total = frame.campaign, 0
    with context.store.reading() as session:
        for kind in {one.subject_kind for one in frame.assignments}:
            if kind == ENTERPRISE:
                scope = Scope(campaign.project_id)
                total += evaluation_subjects.count_enterprises(session, scope, campaign.campaign_id)
            else:
                total += len(_places(session, frame, kind))
    return total


def _delete_unassigned(context: JobContext, campaign_id: int) -> None:
    """Delete evaluations by versions that count nowhere in the campaign any longer."""
    while True:
        with context.store.reading() as session:
            counting = {
                (one.version_id, one.subject_kind)
                for one in schemes.list_assignments(session, campaign_id)
            }
            gone = evaluation_results.list_unassigned(session, campaign_id, counting, most=SLICE)
        if not gone:
            return
        with context.store.writing() as session:
            evaluation_results.delete_evaluations(session, gone)


def slices_of(context: JobContext, frame: RunFrame) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield all subjects of a campaign that anything evaluates: kind and keys, slice by slice."""
    for kind in sorted({one.subject_kind for one in frame.assignments}):
        if kind == ENTERPRISE:
            yield from ((kind, ids) for ids in _enterprises(context, frame))
            continue
        with context.store.reading() as session:
            ids = _places(session, frame, kind)
        for start in range(0, len(ids), SLICE):
            yield kind, ids[start : start + SLICE]


def _enterprises(context: JobContext, frame: RunFrame) -> Iterator[tuple[int, ...]]:
    scope, last = Scope(frame.campaign.project_id), 0
    while True:
        with context.store.reading() as session:
            ids = evaluation_subjects.list_enterprise_ids(
                session, scope, frame.campaign.campaign_id, after=last, most=SLICE
            )
        if not ids:
            return
        yield ids
        last = ids[-1]


def _places(session: Session, frame: RunFrame, kind: str) -> tuple[int, ...]:
    project_id = frame.campaign.project_id
    if kind == PARK:
        return evaluation_subjects.list_park_ids(session, project_id)
    campaign_id = frame.campaign.campaign_id
    return evaluation_subjects.list_area_ids(session, project_id, campaign_id, kind)
