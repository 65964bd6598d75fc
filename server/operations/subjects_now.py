"""Subjects as they would be evaluated now: for a what-if, for levels, for comparing versions."""

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.inputs.observe import subject_of
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.scoring.evaluation import Evaluation
from server.operations.compiled_versions import CompiledVersion
from server.operations.gather_inputs import CampaignFrame, gather_inputs
from server.store.queries.evaluation_results import EvaluationsOf


def subjects_now(
    session: Session,
    frame: CampaignFrame,
    version: CompiledVersion,
    subject_ids: Sequence[int],
    subject_kind: str = ENTERPRISE,
) -> Mapping[int, Subject]:
    """Return subjects with all that a version looks at, by key; those that are gone are not."""
    of = EvaluationsOf(frame.campaign_id, version.version_id, subject_kind)
    found = gather_inputs(session, frame, version, of, subject_ids)
    settings = version.scheme.settings
    return {
        key: subject_of(one, version.needs, settings, frame.closes_on) for key, one in found.items()
    }


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
