"""Release how many answered in an enterprise, within moments of an answer; nothing else."""

from collections.abc import Mapping
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
from server.store.tables.campaigns import Campaign

MOVE_ARRIVALS = "move_arrivals"
LEAST_MOVED = 5
"""Fewest answers that are moved together while the survey is open: one alone would tell when."""


def count_survey(context: JobContext, payload: Mapping[str, object]) -> None:
    """Store the count of an enterprise as it may be shown; a closed survey keeps its last one.

    The row of the count is locked before the answers are counted, so that of two workers the one
    that counted later has the last word.
    """
    of, zone = respondents_of(payload), context.settings.time_zone
    day = clock.day_in(zone)
    with context.store.writing() as session:
        campaign = session.get(Campaign, of.campaign_id)
        if campaign is None or campaign.closed_at is not None:
            return
        releases.lock_count(
            session, campaign_id=of.campaign_id, enterprise_id=of.enterprise_id, day=day
        )
        store_count(session, of, definitions_of(campaign), day=day)
        if tallies.count_arrivals(session, of) >= LEAST_MOVED:
            outbox.enqueue(
                session, MOVE_ARRIVALS, of.key, now=start_of(day, zone), payload=of.payload
            )


def store_count(session: Session, of: Respondents, definitions: Definitions, *, day: date) -> None:
    """Store the count of an enterprise as it may be shown."""
    release = count_release(tallies.count_answers(session, of), definitions)
    releases.store_count(
        session,
        release,
        campaign_id=of.campaign_id,
        enterprise_id=of.enterprise_id,
        day=day,
    )


def respondents_of(payload: Mapping[str, object]) -> Respondents:
    """Return whom a job is about; raises BadJson."""
    return Respondents(integer_of(payload, "campaign_id"), integer_of(payload, "enterprise_id"))


def definitions_of(campaign: Campaign) -> Definitions:
    """Return what the figures of a campaign mean, its target share included."""
    return definitions_from_json(
        {**campaign.definitions, "targetShare": str(campaign.target_share)}
    )
