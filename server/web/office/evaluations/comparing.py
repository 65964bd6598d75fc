"""Two evaluations beside one another: of two subjects, or of one and those near it."""

from collections.abc import Sequence
from decimal import Decimal

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.evaluation import Evaluation
from server.domain.schemes.telling.compare import (
    LEAST_OTHERS,
    Beside,
    beside,
    beside_median,
    rows_below,
)
from server.operations.load_evaluation import load_evaluation
from server.operations.stored_trace import read_trace
from server.problems import NotFound
from server.store.queries import evaluation_figures, evaluations
from server.store.queries.enterprises import EnterpriseFilter
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.evaluations import EvaluationEntry, EvaluationFilter, Order
from server.web.auth import requires
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.decided import grade_name
from server.web.office.evaluations.one import ONE, Found, find_evaluation, not_yet
from server.web.office.evaluations.words import name_of, points_text
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import key_from
from server.web.office.subject_kinds import kind_word, subject_kind
from server.web.state import state

_MOST_NEAR = 300
_MOST_FOUND = 20


@blueprint.get(f"{ONE}/compare")
@requires(Verb.EVALUATION_READ)
def compare(project_id: int, campaign_id: int, enterprise_id: int) -> str:
    """Show an enterprise beside another one, or beside the median of its area.

    With `kind` in the address the keys are those of parks, or of areas of a level.
    """
    kind = subject_kind()
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        found = find_evaluation(session, place, campaign_id, enterprise_id, kind)
        if found is None:
            return not_yet(session, place, campaign_id, enterprise_id, kind)
        return _page(session, place, found)


def _page(session: Session, place: Place, found: Found) -> str:
    mine = load_evaluation(session, found.entry.id)
    second = key_from("second")
    if second is None:
        near = _near(session, place, found)
        below = rows_below(found.version.scheme)
        rows, other, count = beside_median(mine, near, below), None, len(near)
    else:
        other = _other(session, place, found, second)
        rows, count = beside(mine, load_evaluation(session, other.id)), 0
    scheme = found.version.scheme
    return render_page(
        session,
        place,
        "evaluations/compare.html",
        page_title=gettext("Compare"),
        breadcrumbs=_breadcrumbs(place, found),
        found=found,
        other=other,
        near_name=found.entry.area_name or found.campaign.name,
        near_count=count,
        is_too_few=other is None and count < LEAST_OTHERS,
        least=LEAST_OTHERS,
        rows=_rows(scheme, rows),
        grades=(grade_name(scheme, mine.grade), grade_name(scheme, other.grade) if other else ""),
        q=request.args.get("q", "").strip()[:100],
        candidates=_candidates(session, place, found),
    )


def _near(session: Session, place: Place, found: Found) -> Sequence[Evaluation]:
    """Return the evaluations of the subjects near one, at most some hundreds."""
    entry = found.entry
    of = EvaluationsOf(entry.campaign_id, entry.version_id, entry.subject_kind)
    traces = evaluation_figures.list_near(
        session, place.scope, of, subject_id=entry.enterprise_id, most=_MOST_NEAR
    )
    return [read_trace(one) for one in traces]


def _other(session: Session, place: Place, found: Found, subject_id: int) -> EvaluationEntry:
    kind = found.entry.subject_kind
    entries = evaluations.list_of_subject(
        session, place.scope, kind, subject_id, campaign_id=found.campaign.id
    )
    same = (one for one in entries if one.version_id == found.entry.version_id)
    entry = next(same, None)
    if entry is None:
        raise NotFound
    return entry


def _rows(scheme: CompiledScheme, rows: Sequence[Beside]) -> list[dict[str, object]]:
    settings = scheme.settings
    places = {code: place for place, code in enumerate(scheme.order)}
    shown = []
    for one in sorted(rows, key=lambda one: places.get(one.code, -1)):
        row = scheme.rows.get(one.code)
        difference = None if one.difference is None else -one.difference
        shown.append(
            {
                "code": one.code,
                "name": name_of(row.slot.name) if row else gettext("Total"),
                "most": points_text(row.most if row else scheme.most, settings),
                "first": points_text(one.first, settings),
                "second": points_text(one.second, settings),
                "difference": _signed(difference, points_text(difference, settings)),
                "is_group": row is None or not hasattr(row, "fields"),
            }
        )
    return shown


def _signed(difference: Decimal | None, text: str) -> str:
    if difference is None:
        return ""
    return f"+{text}" if difference > 0 else text.replace("-", "−")


def _candidates(session: Session, place: Place, found: Found) -> list[dict[str, object]]:
    """Return subjects of the kind whose name or code fits what was looked for."""
    text = request.args.get("q", "").strip()[:100]
    if not text:
        return []
    wanted = EvaluationFilter(
        campaign_id=found.campaign.id or 0,
        version_id=found.entry.version_id,
        enterprises=EnterpriseFilter(text=text),
        subject_kind=found.entry.subject_kind,
    )
    listed = evaluations.list_evaluations(
        session, place.scope, wanted, order=Order.NAME, limit=_MOST_FOUND
    )
    return [
        {"label": one.enterprise_name, "detail": one.area_name, "url": _url(place, found, one)}
        for one in listed
        if one.enterprise_id != found.entry.enterprise_id
    ]


def _url(place: Place, found: Found, other: EvaluationEntry) -> str:
    return url_for(
        "office_evaluations.compare",
        project_id=place.project_id,
        campaign_id=found.campaign.id,
        enterprise_id=found.entry.enterprise_id,
        version=found.entry.version_id,
        second=other.enterprise_id,
        kind=kind_word(other.subject_kind),
    )


def _breadcrumbs(place: Place, found: Found) -> list[dict[str, str]]:
    kind = kind_word(found.entry.subject_kind)
    return [
        {
            "label": gettext("Evaluations"),
            "url": url_for(
                "office_evaluations.list_evaluations",
                project_id=place.project_id,
                campaign=found.campaign.id,
                kind=kind,
            ),
        },
        {
            "label": found.entry.enterprise_name,
            "url": url_for(
                "office_evaluations.show_evaluation",
                project_id=place.project_id,
                campaign_id=found.campaign.id,
                enterprise_id=found.entry.enterprise_id,
                version=found.entry.version_id,
                kind=kind,
            ),
        },
    ]
