"""Bodies of campaigns."""

import dataclasses
import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from server.domain.lifecycle import CampaignState
from server.operations.create_campaign import CampaignPlan
from server.problems import N_, MissingParameter, UnexpectedValue
from server.store.tables.campaigns import Campaign
from server.web.central.wire import AnswerBody, RequestBody, RowKey, Timestamp

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class CampaignBody(RequestBody):
    """A campaign to be created, or what shall become otherwise; days are ISO dates."""

    name: Name | None = None
    survey_form_id: str | None = None
    opens_on: str | None = None
    closes_on: str | None = None
    poster_text: Annotated[str, StringConstraints(max_length=500)] | None = None
    contact: Annotated[str, StringConstraints(max_length=200)] | None = None
    area_ids: list[RowKey] | None = None
    definitions: dict[str, object] | None = Field(default=None)

    def plan(self) -> CampaignPlan:
        """Return a new campaign as a plan; raises MissingParameter, UnexpectedValue."""
        return CampaignPlan(
            name=_needed("name", self.name),
            survey_form_id=_needed("surveyFormId", self.survey_form_id),
            opens_on=_day("opensOn", _needed("opensOn", self.opens_on)),
            closes_on=_day("closesOn", _needed("closesOn", self.closes_on)),
            poster_text=self.poster_text or "",
            contact=self.contact or "",
            area_ids=frozenset(self.area_ids or ()),
            definitions=self.definitions or {},
        )

    def changed(self, plan: CampaignPlan) -> CampaignPlan:
        """Return a plan with what the body gives; raises UnexpectedValue."""
        given: dict[str, object] = {
            "name": self.name,
            "survey_form_id": self.survey_form_id,
            "opens_on": None if self.opens_on is None else _day("opensOn", self.opens_on),
            "closes_on": None if self.closes_on is None else _day("closesOn", self.closes_on),
            "poster_text": self.poster_text,
            "contact": self.contact,
            "area_ids": None if self.area_ids is None else frozenset(self.area_ids),
            "definitions": self.definitions,
        }
        kept = {name: value for name, value in given.items() if value is not None}
        return dataclasses.replace(plan, **kept)  # type: ignore[arg-type]  # named as in the plan


class CampaignAnswer(AnswerBody):
    """A campaign with its state today and its areas; no areas: the whole project."""

    id: int | None
    project_id: int
    name: str
    survey_form_id: str
    opens_on: dt.date
    closes_on: dt.date
    state: CampaignState
    poster_text: str
    contact: str
    area_ids: tuple[int, ...]
    definitions: dict[str, object]
    created_at: Timestamp
    updated_at: Timestamp | None
    closed_at: Timestamp | None


def campaign_answer(
    campaign: Campaign, *, state: CampaignState, survey_form_id: str, area_ids: tuple[int, ...]
) -> CampaignAnswer:
    """Return a campaign as a body."""
    more = {"state": state, "survey_form_id": survey_form_id, "area_ids": area_ids}
    return CampaignAnswer.model_validate({**campaign.model_dump(), **more})


def _needed(field: str, value: str | None) -> str:
    if value is None:
        raise MissingParameter(field=field)
    return value


def _day(field: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        reason = N_("write the day as 2026-01-31")
        raise UnexpectedValue(field=field, value=text[:40], reason=reason) from error
