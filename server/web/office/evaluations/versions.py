"""Two versions of a scheme over a campaign: who gets another grade, before one is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.telling.compare import Change, VersionComparison, compare_versions
from server.operations.assign_scheme import SUBJECT_KINDS
from server.operations.compiled_versions import CompiledVersion, compiled_version
from server.operations.gather_inputs import frame_of
from server.operations.subjects_now import evaluated_by_both
from server.problems import NotFound
from server.store.queries import (
    assessed_enterprises,
    campaigns,
    evaluation_subjects,
    places,
    schemes,
    subjects,
)
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.store.tables.schemes import SchemeVersion
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.chosen import name_of_scheme
from server.web.office.evaluations.decided import grade_name
from server.web.office.evaluations.words import points_text
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import key_from
from server.web.office.schemes.rows import version_word
from server.web.office.subject_kinds import kind_from_address, kind_word, subject_word
from server.web.state import state

MOST_COMPARED = 1_000
"""So many subjects are compared while somebody waits; the first ones by their keys."""
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Two:
    """The versions that are compared."""

    before: CompiledVersion
    after: CompiledVersion


@blueprint.get("/<pk:project_id>/evaluations/<pk:campaign_id>/versions")
@requires(Verb.EVALUATION_READ)
def compare_scheme_versions(project_id: int, campaign_id: int) -> str:
    """Show who would get another grade by another version; nothing is stored."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        campaign = campaigns.get_campaign(session, project_id, campaign_id)
        choices = _choices(session, place)
        two = _two(session, choices)
        kinds = _kinds(session, campaign_id)
        kind = kind_from_address(kinds)
        return render_page(
            session,
            place,
            "evaluations/versions.html",
            page_title=gettext("Compare versions"),
            breadcrumbs=_breadcrumbs(place, campaign),
            campaign=campaign,
            choices=[{"value": key, "label": words} for key, words in choices.items()],
            chosen=(key_from("before"), key_from("after")),
            most=MOST_COMPARED,
            kind=kind,
            kind_title=subject_word(kind),
            kind_options=[{"value": one, "label": subject_word(one)} for one in kinds],
            **(_compared(session, place, (campaign, kind), two) if two else {"comparison": None}),
        )


def _choices(session: Session, place: Place) -> dict[int, str]:
    """Return all versions of the project to choose from; drafts for those who may change them."""
    known = {stored(one.id): one for one in schemes.list_schemes(session, place.project_id)}
    sees_drafts = may(Verb.SCHEME_CHANGE, place.project_id)
    return {
        stored(one.id): _words(known[one.scheme_id].name_zh, known[one.scheme_id].name_en, one)
        for one in schemes.list_versions(session, list(known))
        if sees_drafts or one.published_at is not None
    }


def _words(zh: str, en: str, version: SchemeVersion) -> str:
    return f"{name_of_scheme(zh, en)} · {version_word(version)}"


def _two(session: Session, choices: dict[int, str]) -> Two | None:
    before, after = key_from("before"), key_from("after")
    if before is None or after is None:
        return None
    if before not in choices or after not in choices:
        raise NotFound
    return Two(compiled_version(session, before), compiled_version(session, after))


def _kinds(session: Session, campaign_id: int) -> tuple[str, ...]:
    used = assessed_enterprises.list_kinds(session, campaign_id)
    return tuple(one for one in SUBJECT_KINDS if one in used)


def _compared(
    session: Session, place: Place, whose: tuple[Campaign, str], two: Two
) -> dict[str, object]:
    campaign, kind = whose
    ids = _ids(session, place, stored(campaign.id), kind)
    frame = frame_of(session, campaign, state().settings.time_zone)
    pairs = evaluated_by_both(session, frame, (two.before, two.after), ids[:MOST_COMPARED], kind)
    comparison = compare_versions(pairs)
    changes = sorted(comparison.changes, key=lambda one: not one.is_other_grade)[:_MOST_SHOWN]
    names = subjects.names_of(session, kind, [int(one.key) for one in changes])
    return {
        "comparison": comparison,
        "is_cut": len(ids) > MOST_COMPARED,
        "moves": _moves(two, comparison),
        "changes": [_change(place, whose, two, one, names) for one in changes],
        "mean": points_text(comparison.mean_difference or None, two.after.scheme.settings),
    }


def _ids(session: Session, place: Place, campaign_id: int, kind: str) -> Sequence[int]:
    """Return the subjects that a campaign covers within the reader's scope, one more than most."""
    most = MOST_COMPARED + 1
    if kind == ENTERPRISE:
        return evaluation_subjects.list_enterprise_ids(
            session, place.scope, campaign_id, after=0, most=most
        )
    listed = places.list_places(session, place.scope, kind, campaign_id=campaign_id)
    return [one.id for one in listed][:most]


def _moves(two: Two, comparison: VersionComparison) -> list[dict[str, object]]:
    none = gettext("No grade")
    return [
        {
            "before": grade_name(two.before.scheme, before) or none,
            "after": grade_name(two.after.scheme, after) or none,
            "count": count,
        }
        for (before, after), count in sorted(comparison.moves.items(), key=lambda one: -one[1])
    ]


def _change(
    place: Place, whose: tuple[Campaign, str], two: Two, one: Change, names: Mapping[int, str]
) -> dict[str, object]:
    campaign, kind = whose
    none = gettext("No grade")
    return {
        "name": names.get(int(one.key), one.key),
        "url": url_for(
            "office_evaluations.show_evaluation",
            project_id=place.project_id,
            campaign_id=campaign.id,
            enterprise_id=int(one.key),
            kind=kind_word(kind),
        ),
        "before": grade_name(two.before.scheme, one.grade_before) or none,
        "after": grade_name(two.after.scheme, one.grade_after) or none,
        "is_other_grade": one.is_other_grade,
        "first": points_text(one.total.first, two.before.scheme.settings),
        "second": points_text(one.total.second, two.after.scheme.settings),
    }


def _breadcrumbs(place: Place, campaign: Campaign) -> list[dict[str, str]]:
    url = url_for(
        "office_evaluations.list_evaluations", project_id=place.project_id, campaign=campaign.id
    )
    return [{"label": gettext("Evaluations"), "url": url}]
