"""One enterprise's evaluation: the score table, the grade and how it was decided, all behind it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.giving.stage_scores import stage_scores
from server.domain.schemes.telling.next_grade import NextGrade, next_grade
from server.operations.compiled_versions import CompiledVersion, compiled_version
from server.operations.gather_inputs import frame_of
from server.operations.load_evaluation import load_evaluation
from server.operations.subjects_now import subjects_now
from server.problems import NotFound
from server.store.queries import campaigns, evaluations, subjects
from server.store.queries.evaluations import EvaluationEntry
from server.store.tables.campaigns import Campaign
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.dates import moment_text
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.chosen import versions_by_campaign
from server.web.office.evaluations.decided import decided
from server.web.office.evaluations.links import Whose, links_of
from server.web.office.evaluations.score_table import ByLevel, score_table
from server.web.office.evaluations.words import name_of, points_text
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import key_from
from server.web.office.subject_kinds import kind_word, subject_kind
from server.web.state import state

ONE = "/<pk:project_id>/evaluations/<pk:campaign_id>/enterprises/<pk:enterprise_id>"
_MOST_GAINS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """An evaluation with its campaign and the version it is by."""

    campaign: Campaign
    entry: EvaluationEntry
    others: tuple[EvaluationEntry, ...]
    """By other schemes of the same campaign."""
    version: CompiledVersion


@blueprint.get(ONE)
@requires(Verb.EVALUATION_READ)
def show_evaluation(project_id: int, campaign_id: int, enterprise_id: int) -> str:
    """Show the evaluation of an enterprise by the version in the address, else the first.

    With `kind` in the address the key is that of a park, or of an area of a level.
    """
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        kind = subject_kind()
        found = find_evaluation(session, place, campaign_id, enterprise_id, kind)
        if found is None:
            return not_yet(session, place, campaign_id, enterprise_id, kind)
        return _page(session, place, found)


def find_evaluation(
    session: Session,
    place: Place,
    campaign_id: int,
    subject_id: int,
    kind: str = ENTERPRISE,
) -> Found | None:
    """Return the evaluation that the address names, None while there is none; raises NotFound."""
    campaign = campaigns.get_campaign(session, place.project_id, campaign_id)
    entries = evaluations.list_of_subject(
        session, place.scope, kind, subject_id, campaign_id=campaign_id
    )
    wanted = key_from("version")
    if not entries:
        return None
    entry = next((one for one in entries if wanted in {None, one.version_id}), None)
    if entry is None:
        raise NotFound
    others = tuple(one for one in entries if one.id != entry.id)
    return Found(campaign, entry, others, compiled_version(session, entry.version_id))


def _page(session: Session, place: Place, found: Found) -> str:
    evaluation = load_evaluation(session, found.entry.id)
    scheme, entry = found.version.scheme, found.entry
    campaign_id = found.campaign.id or 0
    whose = Whose(
        place.scope,
        campaign_id,
        entry.enterprise_id,
        found.version.scheme_id,
        entry.subject_kind,
    )
    links = links_of(session, whose, [evaluation])
    return render_page(
        session,
        place,
        "evaluations/one.html",
        page_title=entry.enterprise_name,
        breadcrumbs=_breadcrumbs(place, found),
        campaign=found.campaign,
        entry=entry,
        scheme_name=name_of(scheme.settings.name),
        note=name_of(scheme.settings.note),
        computed_at=moment_text(entry.computed_at) if entry.computed_at else "",
        table=score_table(scheme, evaluation, _by_level(session, found), links),
        decided=decided(scheme, evaluation, links),
        gains=_gains(found, evaluation_next=next_grade(scheme, evaluation)),
        urls=_urls(place, found),
        others=[_other(place, found, one) for one in found.others],
    )


def _by_level(session: Session, found: Found) -> ByLevel:
    """Return the points as each level that gave any sees them."""
    key, kind = found.entry.enterprise_id, found.entry.subject_kind
    frame = frame_of(session, found.campaign, state().settings.time_zone)
    known = subjects_now(session, frame, found.version, [key], kind)
    if key not in known:
        return {}
    scores = stage_scores(found.version.scheme, known[key])
    return {one.level: one.points for one in scores if one.is_given}


def _gains(found: Found, evaluation_next: NextGrade | None) -> list[dict[str, object]]:
    """Return the rows with the most points still to gain for the next grade."""
    if evaluation_next is None:
        return []
    settings = found.version.scheme.settings
    return [
        {
            "code": one.code,
            "name": name_of(one.name),
            "points": points_text(one.points, settings),
            "is_gap": one.is_gap,
        }
        for one in evaluation_next.gains[:_MOST_GAINS]
    ]


def _urls(place: Place, found: Found) -> dict[str, str]:
    """Return where one may go from here; what the reader may not see is left out."""
    project_id, entry = place.project_id, found.entry
    scheme_url = url_for(
        "office_schemes.show_version",
        project_id=project_id,
        slug=entry.scheme,
        version_id=entry.version_id,
    )
    kind = kind_word(entry.subject_kind)
    urls = {
        "what_if": url_for(
            "office_evaluations.show_what_if",
            project_id=project_id,
            enterprise=entry.enterprise_id,
            campaign=found.campaign.id,
            version=entry.version_id,
            kind=kind,
        ),
        "compare": url_for(
            "office_evaluations.compare",
            project_id=project_id,
            campaign_id=found.campaign.id,
            enterprise_id=entry.enterprise_id,
            version=entry.version_id,
            kind=kind,
        ),
        "scheme": scheme_url,
    }
    if entry.subject_kind == ENTERPRISE and may(Verb.ENTERPRISE_READ, project_id):
        urls["enterprise"] = url_for(
            "office_enterprises.show_enterprise",
            project_id=project_id,
            enterprise_id=entry.enterprise_id,
        )
    return urls


def _other(place: Place, found: Found, one: EvaluationEntry) -> dict[str, str]:
    return {
        "label": f"{one.scheme} · {one.version}",
        "url": url_for(
            "office_evaluations.show_evaluation",
            project_id=place.project_id,
            campaign_id=found.campaign.id,
            enterprise_id=one.enterprise_id,
            version=one.version_id,
            kind=kind_word(one.subject_kind),
        ),
    }


def not_yet(
    session: Session, place: Place, campaign_id: int, subject_id: int, kind: str = ENTERPRISE
) -> str:
    """Return the page of a subject that is not evaluated yet; raises NotFound for others."""
    return render_page(
        session,
        place,
        "evaluations/not_yet.html",
        page_title=subjects.get_subject(session, place.scope, kind, subject_id).name,
        breadcrumbs=[_list_crumb(place, campaign_id, kind)],
        has_scheme=campaign_id in versions_by_campaign(session, place.project_id, kind),
    )


def _breadcrumbs(place: Place, found: Found) -> list[dict[str, str]]:
    crumb = _list_crumb(place, found.campaign.id or 0, found.entry.subject_kind)
    return [crumb, {"label": found.campaign.name, "url": crumb["url"]}]


def _list_crumb(place: Place, campaign_id: int, kind: str) -> dict[str, str]:
    url = url_for(
        "office_evaluations.list_evaluations",
        project_id=place.project_id,
        campaign=campaign_id,
        kind=kind_word(kind),
    )
    return {"label": gettext("Evaluations"), "url": url}
