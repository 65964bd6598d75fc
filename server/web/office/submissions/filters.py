"""What a list of submissions is narrowed to, as its address says it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext
from sqlmodel import Session

from server.domain.enterprise_link import LinkNote
from server.domain.lifecycle import ReviewState
from server.domain.submission_xml import SubmissionFlag
from server.store.queries import campaigns, enterprises, forms, submission_lists
from server.store.queries.submission_filters import SubmissionFilter
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form, FormVersion
from server.web.addresses import changed_address, here
from server.web.office.frame import Place
from server.web.office.list_state import key_of
from server.web.office.submission_words import (
    FAR,
    NO_FILE,
    TO_LOOK_THROUGH,
    review_word,
    short_flag_word,
    to_look_through_word,
)
from server.web.requests import asked_text
from server.web.state import state

NAMES = ("q", "form", "area", "campaign", "state", "from", "to", "enterprise", "sender", "flag")
"""The parameters that narrow the list; neighbours of one submission keep them."""
_MOST_TEXT = 100
MOST_SENDERS = 200
_FLAGS = frozenset({*LinkNote, *SubmissionFlag})


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list can be narrowed to, and what it is."""

    forms: tuple[tuple[Form, FormVersion], ...]
    campaigns: tuple[Campaign, ...]
    wanted: SubmissionFilter
    chosen: dict[str, str]
    """The parameters in force, as the address has them."""
    senders: tuple[tuple[int, str], ...] = ()
    """Who may be chosen as the inspector; empty when they are too many for a list."""
    named: Mapping[str, str] = field(default_factory=dict)
    """Names of the enterprise and the inspector that the list is narrowed to."""

    @property
    def form(self) -> FormVersion | None:
        """The version of the form that the list is narrowed to."""
        found = (version for form, version in self.forms if form.id == self.wanted.form_pk)
        return next(found, None)


def read_choices(session: Session, place: Place) -> Choices:
    """Return what the address narrows the list to; what is odd in it narrows nothing."""
    given = request.args
    listed = tuple(
        (form, version)
        for form, version in forms.list_forms(session, place.project_id)
        if form.current_version_id is not None and not form.is_anonymous
    )
    known = campaigns.list_campaigns(session, place.project_id)
    form_id = given.get("form", "")
    campaign_id, sender_id = key_of(given.get("campaign", "")), key_of(given.get("sender", ""))
    enterprise = _enterprise(session, place, key_of(given.get("enterprise", "")))
    senders = submission_lists.list_senders(session, place.scope, most=MOST_SENDERS + 1)
    sender = _sender(session, place, sender_id)
    flag = given.get("flag", "")
    wanted = SubmissionFilter(
        form_pk=next((stored(form.id) for form, _ in listed if form.form_id == form_id), None),
        campaign_id=campaign_id if any(one.id == campaign_id for one in known) else None,
        review_state=_state(given.get("state", "")),
        is_waiting=given.get("state") == TO_LOOK_THROUGH,
        since=_midnight(_day(given.get("from", ""))),
        until=_midnight(_day(given.get("to", "")), days=1),
        text=asked_text("q", _MOST_TEXT).strip(),
        enterprise_id=enterprise.id if enterprise else None,
        submitter_id=sender_id if sender else None,
        flag=flag if flag in _FLAGS else None,
        farther_than=state().settings.far_metres if flag == FAR else None,
        is_file_missing=flag == NO_FILE,
    )
    chosen = {name: given[name] for name in NAMES if given.get(name)}
    named = {"enterprise": enterprise.name if enterprise else "", "sender": sender}
    shown = senders if len(senders) <= MOST_SENDERS else ()
    return Choices(listed, known, wanted, chosen, shown, named)


def flag_of(choices: Choices) -> str:
    """Return the oddity that a list is narrowed to, "" for none."""
    wanted, flag = choices.wanted, choices.chosen.get("flag", "")
    is_used = wanted.flag or wanted.farther_than is not None or wanted.is_file_missing
    return flag if is_used else ""


def chips(choices: Choices, place: Place) -> list[dict[str, str]]:
    """Return the filters in force, each with the address of the list without it."""
    wanted = choices.wanted
    campaign = next((one for one in choices.campaigns if one.id == wanted.campaign_id), None)
    review = review_word(wanted.review_state) if wanted.review_state else ""
    if wanted.is_waiting:
        review = to_look_through_word()
    shown = [
        ("q", gettext("Search"), wanted.text),
        ("form", gettext("Form"), choices.form.title if choices.form else ""),
        ("area", gettext("Area"), place.area.name if place.area else ""),
        ("campaign", gettext("Campaign"), campaign.name if campaign else ""),
        ("state", gettext("State"), review),
        ("from", gettext("From"), choices.chosen.get("from", "") if wanted.since else ""),
        ("to", gettext("To"), choices.chosen.get("to", "") if wanted.until else ""),
        ("enterprise", gettext("Enterprise"), choices.named.get("enterprise", "")),
        ("sender", gettext("Sent by"), choices.named.get("sender", "")),
        ("flag", gettext("Noticed"), short_flag_word(flag_of(choices))),
    ]
    return [
        {"label": label, "value": value, "url": here(**{name: None, "after": None, "before": None})}
        for name, label, value in shown
        if value
    ]


def kept_address(address: str, chosen: dict[str, str] | None = None) -> str:
    """Return an address with the filters in force, so that one comes back to the same list."""
    kept = {name: request.args[name] for name in NAMES if request.args.get(name)}
    return changed_address(address, (), chosen if chosen is not None else kept)


def _state(text: str) -> ReviewState | None:
    return next((one for one in ReviewState if one.value == text), None)


def _enterprise(session: Session, place: Place, key: int | None) -> Enterprise | None:
    return None if key is None else enterprises.find_enterprise(session, place.scope, key)


def _sender(session: Session, place: Place, key: int | None) -> str:
    """Return the name of somebody who sent what the reader sees; "" for all others."""
    if key is None:
        return ""
    found = submission_lists.list_senders(session, place.scope, most=1, only=key)
    return found[0][1] if found else ""


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    """Return when a day (or so many later) begins in the office's time zone."""
    if day is None or day.year in {dt.MINYEAR, dt.MAXYEAR}:
        return None
    begin = dt.datetime.combine(day + dt.timedelta(days=days), dt.time())
    return begin.replace(tzinfo=ZoneInfo(state().settings.time_zone)).astimezone(dt.UTC)
