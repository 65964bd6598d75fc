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
from server.store.queries import campaigns
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.given_inputs import find_imported
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign

_SLICE = 200


def subjects_now(
    session: Session,
    campaign: Campaign,
    version: CompiledVersion,
    subject_ids: Sequence[int],
    subject_kind: str = ENTERPRISE,
) -> Mapping[int, Subject]:
    """Return subjects with all that a version looks at, by key; those that are gone are not."""
    campaign_id = stored(campaign.id)
    of = EvaluationsOf(campaign_id, version.version_id, subject_kind)
    frame = CampaignFrame(
        campaign_id=campaign_id,
        project_id=campaign.project_id,
        is_survey_closed=campaign.closed_at is not None,
        closes_on=campaign.closes_on,
        covered=frozenset(campaigns.list_area_ids(session, campaign_id)),
        imported=find_imported(session, campaign.project_id),
    )
    found = gather_inputs(session, frame, version, of, subject_ids)
    settings = version.scheme.settings
    return {
        key: subject_of(one, version.needs, settings, campaign.closes_on)
        for key, one in found.items()
    }


def evaluated_by_both(
    session: Session,
    campaign: Campaign,
    versions: tuple[CompiledVersion, CompiledVersion],
    subject_ids: Sequence[int],
    subject_kind: str = ENTERPRISE,
) -> Iterator[tuple[str, Evaluation, Evaluation]]:
    """Yield each subject's key with what two versions say of it now; nothing is stored."""
    before, after = versions
    for start in range(0, len(subject_ids), _SLICE):
        some = subject_ids[start : start + _SLICE]
        first = subjects_now(session, campaign, before, some, subject_kind)
        second = subjects_now(session, campaign, after, some, subject_kind)
        for key, subject in first.items():
            yield (
                str(key),
                evaluate(before.scheme, subject),
                evaluate(after.scheme, second[key]),
            )
