"""Subjects as they would be evaluated now: for a what-if, for levels, for comparing versions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE, assigned_to, day_counted_from
from server.domain.schemes.inputs.observe import subject_of
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.scoring.evaluation import Evaluation
from server.operations.compiled_versions import CompiledVersion
from server.operations.gather_inputs import CampaignFrame, gather_inputs
from server.store.queries import evaluation_subjects, schemes
from server.store.queries.evaluation_results import EvaluationsOf


def subjects_now(
    session: Session,
    frame: CampaignFrame,
    version: CompiledVersion,
    subject_ids: Sequence[int],
    subject_kind: str = ENTERPRISE,
) -> Mapping[int, Subject]:
    """Return subjects with all that a version looks at, by key; those that are gone are not.

    They are counted from the same day as their evaluation by the scheme, whatever its version.
    """
    of = EvaluationsOf(frame.campaign_id, version.version_id, subject_kind)
    found = gather_inputs(session, frame, version, of, subject_ids)
    days = _days(session, frame, version, of, tuple(found))
    settings = version.scheme.settings
    return {
        key: subject_of(one, version.needs, settings, days.get(key, frame.closes_on))
        for key, one in found.items()
    }


def _days(
    session: Session,
    frame: CampaignFrame,
    version: CompiledVersion,
    of: EvaluationsOf,
    ids: Sequence[int],
) -> Mapping[int, date]:
    """Return the days that subjects are counted from, where an assignment of the scheme has one."""
    assignments = schemes.list_assignments(session, frame.campaign_id)
    if all(one.counted_from is None for one in assignments):
        return {}
    paths = evaluation_subjects.list_area_paths(session, of.subject_kind, ids)
    found: dict[int, date] = {}
    for key in ids:
        counting = assigned_to(assignments, of.subject_kind, paths.get(key, ()))
        found[key] = day_counted_from(counting, version.scheme_id, otherwise=frame.closes_on)
    return found


def evaluated_by_both(
    session: Session,
    frame: CampaignFrame,
    versions: tuple[CompiledVersion, CompiledVersion],
    subject_ids: Sequence[int],
    subject_kind: str = ENTERPRISE,
) -> Iterator[tuple[int, Evaluation, Evaluation]]:
    """Yield the keys of some subjects with what two versions say of each now; nothing is stored."""
    before, after = versions
    first = subjects_now(session, frame, before, subject_ids, subject_kind)
    second = subjects_now(session, frame, after, subject_ids, subject_kind)
    for key in subject_ids:
        if key in first and key in second:
            yield (
                key,
                evaluate(before.scheme, first[key]),
                evaluate(after.scheme, second[key]),
            )
