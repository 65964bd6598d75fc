"""What a list of submissions is narrowed to, as its address says it."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext
from sqlmodel import Session

from server.domain.lifecycle import ReviewState
from server.store.queries import campaigns, forms
from server.store.queries.submission_filters import SubmissionFilter
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.forms import Form, FormVersion
from server.web.addresses import changed_address, here
from server.web.office.frame import Place
from server.web.office.list_state import key_from
from server.web.office.submission_words import (
    TO_LOOK_THROUGH,
    review_word,
    to_look_through_word,
)
from server.web.requests import asked_text
from server.web.state import state

NAMES = ("q", "form", "area", "campaign", "state", "from", "to")
"""The parameters that narrow the list; neighbours of one submission keep them."""
_MOST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list can be narrowed to, and what it is."""

    forms: tuple[tuple[Form, FormVersion], ...]
    campaigns: tuple[Campaign, ...]
    wanted: SubmissionFilter
    chosen: dict[str, str]
    """The parameters in force, as the address has them."""

    @property
    def form(self) -> FormVersion | None:
        """The version of the form that the list is narrowed to."""
        found = (version for form, version in self.forms if form.id == self.wanted.form_pk)
        return next(found, None)


def read_choices(session: Session, place: Place) -> Choices:
    """Return what the address narrows the list to; what is odd in it narrows nothing."""
    listed = tuple(
        (form, version)
        for form, version in forms.list_forms(session, place.project_id)
        if form.current_version_id is not None and not form.is_anonymous
    )
    known = campaigns.list_campaigns(session, place.project_id)
    form_id = request.args.get("form", "")
    campaign_id = key_from("campaign")
    wanted = SubmissionFilter(
        form_pk=next((stored(form.id) for form, _ in listed if form.form_id == form_id), None),
        campaign_id=campaign_id if any(one.id == campaign_id for one in known) else None,
        review_state=_state(),
        is_waiting=_is_waiting(),
        since=_midnight(_day("from")),
        until=_midnight(_day("to"), days=1),
        text=asked_text("q", _MOST_TEXT).strip(),
    )
    chosen = {name: request.args[name] for name in NAMES if request.args.get(name)}
    return Choices(listed, known, wanted, chosen)


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


def _state() -> ReviewState | None:
    text = request.args.get("state", "")
    return next((one for one in ReviewState if one.value == text), None)


def _is_waiting() -> bool:
    return request.args.get("state") == TO_LOOK_THROUGH


def _day(name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    """Return when a day (or so many later) begins in the office's time zone."""
    if day is None or day.year in {dt.MINYEAR, dt.MAXYEAR}:
        return None
    begin = dt.datetime.combine(day + dt.timedelta(days=days), dt.time())
    return begin.replace(tzinfo=ZoneInfo(state().settings.time_zone)).astimezone(dt.UTC)
