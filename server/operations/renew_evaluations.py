"""Renew the evaluations of single enterprises, all that wait at once, within moments."""

from collections.abc import Mapping, Sequence

from server import clock
from server.domain.json_values import integer_of
from server.domain.schemes.described.assigned import ENTERPRISE
from server.operations.evaluate_slice import EvaluatedSlice, campaign_frame, evaluate_slice
from server.operations.job_context import JobContext


def renew_evaluations(context: JobContext, payload: Mapping[str, object]) -> None:
    """Renew the evaluations of the enterprise of a payload."""
    renew_many(context, (payload,))


def renew_many(context: JobContext, payloads: Sequence[Mapping[str, object]]) -> None:
    """Renew the evaluations of many enterprises at once, campaign by campaign."""
    wanted: dict[int, set[int]] = {}
    for payload in payloads:
        campaign_id = integer_of(payload, "campaign_id")
        wanted.setdefault(campaign_id, set()).add(integer_of(payload, "enterprise_id"))
    for campaign_id, ids in sorted(wanted.items()):
        frame = campaign_frame(context, campaign_id)
        if frame is not None:
            slice_ = EvaluatedSlice(ENTERPRISE, tuple(sorted(ids)))
            evaluate_slice(context, frame, slice_, at=clock.now())
