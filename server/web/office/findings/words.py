"""Findings in words: how they stand, what they are about, what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from server.domain.findings import (
    DUE_ON,
    FOLLOWED_UP_ON,
    STATE,
    FindingState,
    Standing,
    standing_of,
)
from server.problems import N_
from server.store.queries.findings import FindingRow, FindingVersion
from server.web.office.dates import today

_STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.OPEN: ("calm", N_("Open, in time")),
    Standing.OVERDUE: ("bad", N_("Overdue")),
    Standing.RECTIFIED: ("good", N_("Rectified")),
}
_KINDS: Mapping[str, str] = {
    "contracts": N_("Contracts"),
    "wages": N_("Payment of wages"),
    "insurance": N_("Social insurance"),
    "hours": N_("Working time and leave"),
    "safety": N_("Safety and health"),
    "democracy": N_("Voice of employees, collective contract"),
    "union": N_("Union and Party organisation"),
    "disputes": N_("Disputes"),
    "care": N_("Training and care"),
    "other": N_("Other subjects"),
}


@dataclass(frozen=True, slots=True)
class StandingWord:
    """How something stands: the tone of its badge, and the word on it."""

    tone: str
    text: str


def standing_word(standing: Standing) -> StandingWord:
    """Return a standing in words."""
    tone, text = _STANDINGS[standing]
    return StandingWord(tone, gettext(text))


def standing_of_row(row: FindingRow) -> Standing:
    """Return how a finding stands today, by the clock of the office."""
    return standing_of(row.state, row.due_on, today())


def kind_word(kind: str) -> str:
    """Return what a finding is about; forms of one's own have words of their own."""
    text = _KINDS.get(kind)
    return kind if text is None else str(gettext(text))


def what_happened(version: FindingVersion, before: FindingVersion | None) -> str:
    """Return what a version changed, in words."""
    if before is None:
        return str(gettext("Found"))
    state, due = version.data.get(STATE), version.data.get(DUE_ON, "")
    if state != before.data.get(STATE):
        if state == FindingState.RECTIFIED:
            return str(gettext("Rectified"))
        return str(gettext("Opened again"))
    if due != before.data.get(DUE_ON, ""):
        return str(gettext("To be mended by %(day)s instead", day=due))
    if version.data.get(FOLLOWED_UP_ON) != before.data.get(FOLLOWED_UP_ON):
        return str(gettext("Followed up, not yet rectified"))
    return str(gettext("Changed"))
