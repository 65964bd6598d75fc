"""Gather everything that evaluations of many subjects stand on, in a handful of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE, PARK
from server.domain.schemes.inputs.found import Fact, Found, Imported, Measured, Recorded, Released
from server.domain.schemes.inputs.needs import Needs
from server.domain.schemes.inputs.register_facts import ENTERPRISE_FACTS, register_facts
from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.operations.compiled_versions import CompiledVersion
from server.operations.other_schemes import results_of
from server.store.queries import (
    areas,
    campaigns,
    evaluation_inputs,
    evaluation_subjects,
    given_inputs,
)
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.evaluation_subjects import SubjectRow
from server.store.queries.given_inputs import GivenBy
from server.store.row_key import stored
from server.store.tables.areas import Area
from server.store.tables.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class CampaignFrame:
    """What all subjects of a campaign share, read once for a whole run."""

    campaign_id: int
    project_id: int
    is_survey_closed: bool
    closes_on: date
    covered: frozenset[int]
    """Areas that it covers with all below them; empty: the whole project."""
    imported: Imported
    zone: str
    """Of the calendar in which days are told."""


def frame_of(session: Session, campaign: Campaign, zone: str) -> CampaignFrame:
    """Return what all subjects of a campaign share."""
    campaign_id = stored(campaign.id)
    return CampaignFrame(
        campaign_id=campaign_id,
        project_id=campaign.project_id,
        is_survey_closed=campaign.closed_at is not None,
        closes_on=campaign.closes_on,
        covered=frozenset(campaigns.list_area_ids(session, campaign_id)),
        imported=given_inputs.find_imported(session, campaign.project_id, zone),
        zone=zone,
    )


def gather_inputs(
    session: Session,
    frame: CampaignFrame,
    version: CompiledVersion,
    of: EvaluationsOf,
    subject_ids: Sequence[int],
) -> Mapping[int, Found]:
    """Return what was found of each subject that is still there, by key."""
    known = facts_of(session, of.subject_kind, subject_ids)
    ids, needs = sorted(known), version.needs
    given_by = GivenBy(frame.campaign_id, version.scheme_id, of.subject_kind, frame.zone)
    assessed = given_inputs.list_assessed(session, given_by, ids)
    results = results_of(session, of, needs.schemes, ids)
    others = _Others()
    if of.subject_kind == ENTERPRISE:
        others = _others(session, frame, needs, ids)
    return {
        key: Found(
            origin=f"{of.subject_kind}:{key}",
            facts=facts,
            is_survey_closed=frame.is_survey_closed,
            measured=others.measured.get(key, ()),
            released=others.released.get(key),
            assessed=assessed.get(key, ()),
            records=others.records.get(key, ()),
            titles=others.titles.get(key, ()),
            results=results.get(key, ()),
            imported=frame.imported,
        )
        for key, facts in known.items()
    }


@dataclass(frozen=True, slots=True)
class _Others:
    """What only enterprises have, by key."""

    measured: Mapping[int, tuple[Measured, ...]] = field(default_factory=dict)
    released: Mapping[int, Released] = field(default_factory=dict)
    records: Mapping[int, tuple[Recorded, ...]] = field(default_factory=dict)
    titles: Mapping[int, tuple[HeldTitle, ...]] = field(default_factory=dict)


def _others(session: Session, frame: CampaignFrame, needs: Needs, ids: Sequence[int]) -> _Others:
    """Return it for enterprises; what a scheme does not ask for is not read."""
    campaign_id, kinds = frame.campaign_id, [one.kind for one in needs.records]
    inputs = evaluation_inputs
    return _Others(
        inputs.list_measured(session, campaign_id, ids, needs.measures) if needs.measures else {},
        inputs.list_released(session, campaign_id, ids) if needs.survey else {},
        given_inputs.list_records(session, ids, kinds) if kinds else {},
        given_inputs.list_titles(session, ids),
    )


def facts_of(
    session: Session, subject_kind: str, subject_ids: Sequence[int]
) -> Mapping[int, Mapping[str, Fact]]:
    """Return what the register knows of subjects, by key and name of the fact."""
    if subject_kind == ENTERPRISE:
        rows = evaluation_subjects.list_enterprise_rows(session, subject_ids)
    else:
        is_park = subject_kind == PARK
        rows = evaluation_subjects.list_place_rows(session, subject_ids, is_park=is_park)
    paths = areas.paths_of(session, {row.area_id for row in rows.values() if row.area_id})
    return {
        key: _facts(row, subject_kind, paths.get(row.area_id or 0, ())) for key, row in rows.items()
    }


def _facts(row: SubjectRow, subject_kind: str, path: Sequence[Area]) -> Mapping[str, Fact]:
    names = ("name", *ENTERPRISE_FACTS)
    known = {name: getattr(row, name) for name in names} | {"park": row.park_name}
    facts = register_facts(subject_kind, ((area.level, area.name) for area in path), known)
    days = {"headcount": row.headcount_on}
    return {name: Fact(value, days.get(name)) for name, value in facts.items()}
