"""Targets of a campaign: each with its goal, what was counted, and how far every area is."""

from dataclasses import dataclass

from flask import Response
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.described.target_row import TargetRow
from server.domain.schemes.reading.targets import TargetCount, TargetResult
from server.operations.compiled_versions import compiled_version
from server.operations.count_targets import CountedTarget, count_targets
from server.web.auth import requires
from server.web.office.dates import day_text, today
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.chosen import Chosen, get_chosen
from server.web.office.evaluations.target_words import Badge, badge, goal_words, metric_words
from server.web.office.evaluations.targets_sheet import targets_sheet
from server.web.office.evaluations.words import name_of, told
from server.web.office.frame import Place, open_place, render_page
from server.web.office.register_words import level_word
from server.web.office.spreadsheets import send_spreadsheet
from server.web.state import state


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
        found = get_chosen(session, project_id)
        return _page(session, place, found)


@blueprint.get("/<pk:project_id>/evaluations/targets/spreadsheet")
@requires(Verb.EVALUATION_READ)
def download_targets(project_id: int) -> Response:
    """Return the targets as a spreadsheet, with what was counted in what the reader sees."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EVALUATION_READ)
        found = get_chosen(session, project_id)
        version = compiled_version(session, found.version_id)
        counted = count_targets(session, place.scope, found.campaign, version, on=today())
    sheet = targets_sheet(found, place, counted)
    return send_spreadsheet(sheet, name=f"{gettext('targets')}-{found.campaign.name}")


def _page(session: Session, place: Place, found: Chosen) -> str:
    version = compiled_version(session, found.version_id)
    counted = count_targets(session, place.scope, found.campaign, version, on=today())
    list_url = found.url("list_evaluations", place)
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
        sheet_url=found.url("download_targets", place),
    )


def _view(one: CountedTarget) -> TargetView:
    row, result, columns = one.row, one.result, one.row.columns
    count, whole, share = _figures(one.count, result)
    due = None if result is None else result.due
    return TargetView(
        code=row.code,
        name=name_of(row.name),
        badge=badge(one.is_reached, row, is_counted=one.is_counted),
        goal=goal_words(row, columns.goal),
        stretch=goal_words(row, columns.stretch),
        count=count,
        all=whole,
        share=share,
        due="" if due is None else day_text(due),
        counted_by=metric_words(one.by, columns.unit),
        of_areas=_of_areas(one),
        steps=() if result is None or one.areas else tuple(told(step) for step in result.steps),
        note=name_of(row.remark),
        unsure=one.unsure,
        areas_title=level_word(columns.per) if columns.per and one.areas else "",
        lines=tuple(_line(row, area, reached) for area, reached in one.areas),
    )


def _line(row: TargetRow, area: TargetCount, result: TargetResult) -> AreaLine:
    reached = badge(result.is_reached, row, is_counted=True)
    return AreaLine(area.area, *_figures(area, result), reached)


def _figures(count: TargetCount | None, result: TargetResult | None) -> tuple[str, str, str]:
    """Return count, all of them, and the share with one decimal; empty where there is none."""
    if count is None or result is None:
        return "", "", ""
    share = "" if result.rate is None else f"{result.rate} %"
    return str(count.part), "" if count.whole is None else str(count.whole), share


def _of_areas(one: CountedTarget) -> str:
    if not one.areas or one.row.goal is None:
        return ""
    told_so = gettext(
        "%(reached)s of %(count)s areas reach the goal",
        reached=one.reached_areas,
        count=len(one.areas),
    )
    return str(told_so)
