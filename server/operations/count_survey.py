"""Release how many answered in an enterprise, within moments of an answer; nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from server import clock
from server.domain.definitions import Definitions, definitions_from_json
from server.domain.disclosure import count_release
from server.domain.json_values import integer_of
from server.operations.job_context import JobContext
from server.operations.receive_answer import start_of
from server.store import outbox
from server.store.queries import releases, tallies
from server.store.queries.tallies import Respondents
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign

MOVE_ARRIVALS = "move_arrivals"
LEAST_MOVED = 5
"""Fewest answers that are moved together while the survey is open: one alone would tell when."""


def count_survey(context: JobContext, payload: Mapping[str, object]) -> None:
    """Store the count of an enterprise as it may be shown; a closed survey keeps its last one."""
    count_surveys(context, (payload,))


def count_surveys(context: JobContext, payloads: Sequence[Mapping[str, object]]) -> None:
    """Store the counts of many enterprises: at noon all of a county's answer at once.

    The rows of the counts are locked, always in the same order, before the answers are counted, so
    that of two workers the one that counted later has the last word.
    """
    wanted: dict[int, set[int]] = {}
    for of in map(respondents_of, payloads):
        wanted.setdefault(of.campaign_id, set()).add(of.enterprise_id)
    day = clock.day_in(context.settings.time_zone)
    with context.store.writing() as session:
        for campaign_id, enterprise_ids in sorted(wanted.items()):
            campaign = session.get(Campaign, campaign_id)
            if campaign is not None and campaign.closed_at is None:
                _count(session, context, campaign, sorted(enterprise_ids), day)


def _count(
    session: Session,
    context: JobContext,
    campaign: Campaign,
    enterprise_ids: Sequence[int],
    day: date,
) -> None:
    campaign_id, definitions = stored(campaign.id), definitions_of(campaign)
    releases.lock_counts(session, campaign_id, enterprise_ids, day=day)
    waiting = tallies.count_arrivals(session, campaign_id, enterprise_ids)
    at_rest = tallies.count_at_rest(session, campaign_id, enterprise_ids)
    counts = {
        one: count_release(waiting.get(one, 0) + at_rest.get(one, 0), definitions)
        for one in enterprise_ids
    }
    releases.store_counts(session, campaign_id, counts, day=day)
    for enterprise_id, count in waiting.items():
        if count >= LEAST_MOVED:
            of = Respondents(campaign_id, enterprise_id)
            outbox.enqueue(
                session,
                MOVE_ARRIVALS,
                of.key,
                now=start_of(day, context.settings.time_zone),
                payload=of.payload,
                lane=outbox.REST,
            )


def respondents_of(payload: Mapping[str, object]) -> Respondents:
    """Return whom a job is about; raises BadJson."""
    return Respondents(integer_of(payload, "campaign_id"), integer_of(payload, "enterprise_id"))


def definitions_of(campaign: Campaign) -> Definitions:
    """Return what the figures of a campaign mean, its target share included."""
    return definitions_from_json(
        {**campaign.definitions, "targetShare": str(campaign.target_share)}
    )
