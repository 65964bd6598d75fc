"""Targets of a campaign: each with its goal, what was counted, and how far every area is."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server import clock
from server.domain.roles import Verb
from server.domain.schemes.described.target_metrics import CountedBy, Metric
from server.domain.schemes.described.target_row import TargetRow
from server.domain.schemes.exact.values import Text
from server.domain.schemes.reading.targets import TargetCount, TargetResult, goal_shown
from server.operations.compiled_versions import compiled_version
from server.operations.count_targets import CountedTarget, count_targets
from server.problems import N_, NotFound
from server.web.auth import requires
from server.web.office.dates import day_text
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.chosen import Chosen, NothingChosen, chosen
from server.web.office.evaluations.words import in_words, name_of, told
from server.web.office.frame import Place, open_place, render_page
from server.web.office.register_words import level_word
from server.web.office.subject_kinds import subject_word
from server.web.state import state

Badge = tuple[str, str]

_METRICS = {
    Metric.TAKES_PART: N_("taking part: points, a form or released survey figures are there"),
    Metric.SELF_ASSESSED: N_("a self-assessment is submitted"),
    Metric.SURVEYED: N_("figures of the survey are released"),
    Metric.EVALUATED: N_("an evaluation is worked out"),
    Metric.HAS_GRADE: N_("a grade is reached"),
    Metric.TITLES: N_("a title is held, or a grade is reached"),
    Metric.NEW_TITLES: N_("a title was given within the year, or a grade is reached anew"),
    Metric.HAS_UNION: N_("there is a trade union, by the register"),
    Metric.HAS_PARTY_ORGANISATION: N_("there is a Party organisation, by the register"),
}


@dataclass(frozen=True, slots=True)
class AreaLine:
    """How far one area is."""

    name: str
    count: str
    all: str
    share: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target as the page shows it."""

    code: str
    name: str
    badge: Badge
    goal: str
    stretch: str
    count: str
    all: str
    share: str
    due: str
    counted_by: str
    of_areas: str
    """How many areas reach it, where each has to."""
    steps: tuple[str, ...]
    note: str
    unsure: int
    areas_title: str
    lines: tuple[AreaLine, ...]


@blueprint.get("/<pk:project_id>/evaluations/targets")
@requires(Verb.EVALUATION_READ)
def show_targets(project_id: int) -> str:
    """Show how far the campaign is with the targets of its scheme, in what the reader sees."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        found = chosen(session, project_id)
        if isinstance(found, NothingChosen):
            raise NotFound
        return _page(session, place, found)


def _page(session: Session, place: Place, found: Chosen) -> str:
    version = compiled_version(session, found.version_id)
    today = clock.now().date()
    counted = count_targets(session, place.scope, found.campaign, version, on=today)
    list_url = url_for(
        "office_evaluations.list_evaluations",
        project_id=place.project_id,
        campaign=found.campaign_id,
        version=found.version_id,
    )
    return render_page(
        session,
        place,
        "evaluations/targets.html",
        page_title=gettext("Targets"),
        breadcrumbs=[
            {"label": gettext("Evaluations"), "url": list_url},
            {"label": found.campaign.name, "url": list_url},
        ],
        scheme_name=name_of(found.scheme.settings.name),
        campaign=found.campaign,
        targets=[_view(one) for one in counted],
    )


def _view(one: CountedTarget) -> TargetView:
    row, result, columns = one.row, one.result, one.row.columns
    count, whole, share = _figures(one.count, result)
    due = None if result is None else result.due
    return TargetView(
        code=row.code,
        name=name_of(row.name),
        badge=_badge(one.is_reached, row, is_counted=one.is_counted),
        goal=_goal(row, columns.goal),
        stretch=_goal(row, columns.stretch),
        count=count,
        all=whole,
        share=share,
        due="" if due is None else day_text(due),
        counted_by=_metric_words(one.by, columns.unit),
        of_areas=_of_areas(one),
        steps=() if result is None or one.areas else tuple(told(step) for step in result.steps),
        note=columns.note,
        unsure=one.unsure,
        areas_title=level_word(columns.per) if columns.per and one.areas else "",
        lines=tuple(_line(row, area, reached) for area, reached in one.areas),
    )


def _line(row: TargetRow, area: TargetCount, result: TargetResult) -> AreaLine:
    badge = _badge(result.is_reached, row, is_counted=True)
    return AreaLine(area.area, *_figures(area, result), badge)


def _figures(count: TargetCount | None, result: TargetResult | None) -> tuple[str, str, str]:
    """Return count, all of them, and the share with one decimal; empty where there is none."""
    if count is None or result is None:
        return "", "", ""
    share = "" if result.rate is None else f"{result.rate} %"
    return str(count.part), "" if count.whole is None else str(count.whole), share


def _badge(is_reached: bool | None, row: TargetRow, *, is_counted: bool) -> Badge:  # noqa: FBT001 - it is the answer
    if not is_counted:
        return "few", gettext("Not counted")
    if row.goal is None:
        return "calm", gettext("No number stated")
    if is_reached is None:
        return "few", gettext("Nothing to compare")
    return ("good", gettext("Reached")) if is_reached else ("warn", gettext("Not yet reached"))


def _goal(row: TargetRow, text: str) -> str:
    is_number = row.goal is not None and bool(text.strip())
    return in_words(goal_shown(row, text)) if is_number else ""


def _of_areas(one: CountedTarget) -> str:
    if not one.areas or one.row.goal is None:
        return ""
    told_so = gettext(
        "%(reached)s of %(count)s areas reach the goal",
        reached=one.reached_areas,
        count=len(one.areas),
    )
    return str(told_so)


def _metric_words(by: CountedBy, unit: str) -> str:
    """Return who counts, in words."""
    if by.metric is Metric.RECORDS:
        words = gettext("a department record “%(kind)s” within the year", kind=by.name)
    elif by.name:
        words = gettext("a title of the level “%(level)s” was given", level=level_word(by.name))
    else:
        words = str(gettext(_METRICS[by.metric]))
    return name_of(Text(f"{subject_word(unit)}：{words}", f"{subject_word(unit)}: {words}"))
