"""Take an anonymous answer from the worker's page: it waits in `arrivals`, by day, without a trace.

Nothing here knows who sent it, from where or when: no actor, device or address, no audit, no log
line, no time finer than the day. Even the outbox row of the count is dated at the day's beginning.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from server.domain.response_quality import ResponseFlag
from server.store import outbox
from server.store.queries import arrivals

COUNT_SURVEY = "count_survey"
KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """An answer that was checked and written as XML, and what it was opened for."""

    campaign_id: int
    enterprise_id: int
    form_version_id: int
    nonce: str
    xml: bytes
    flags: tuple[ResponseFlag, ...] = ()


def receive_answer(session: Session, *, answer: PageAnswer, day: date, zone: str) -> bool:
    """Store an answer with the day alone; False: this page was sent before, nothing is stored."""
    if not arrivals.spend_nonce(session, answer.nonce, day):
        return False
    arrivals.add_arrival(
        session,
        {
            "key": secrets.token_bytes(KEY_BYTES),
            "campaign_id": answer.campaign_id,
            "enterprise_id": answer.enterprise_id,
            "form_version_id": answer.form_version_id,
            "xml": answer.xml,
            "flags": [flag.value for flag in answer.flags],
            "day": day,
        },
    )
    outbox.enqueue(
        session,
        COUNT_SURVEY,
        f"{answer.campaign_id}:{answer.enterprise_id}",
        now=start_of(day, zone),
        payload={"campaign_id": answer.campaign_id, "enterprise_id": answer.enterprise_id},
        lane=outbox.COUNT,
    )
    return True


def start_of(day: date, zone: str) -> datetime:
    """Return the first moment of a day in a time zone."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
