"""The list of findings: how many stand how, filtered, what is due first first, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.findings import PHOTO, Standing
from server.domain.roles import Verb
from server.store.queries import campaigns, enterprises, findings, submission_files
from server.store.queries.findings import FindingFilter, FindingPage, FindingRow, due_text
from server.web.addresses import changed_address, here
from server.web.auth import requires
from server.web.office.choices import area_options
from server.web.office.dates import day_text, today
from server.web.office.findings.blueprint import blueprint
from server.web.office.findings.sheet import findings_sheet
from server.web.office.findings.words import (
    StandingWord,
    kind_word,
    standing_of_row,
    standing_word,
)
from server.web.office.frame import Place, open_place, render_page
from server.web.office.list_state import ROWS_A_PAGE, key_from
from server.web.office.spreadsheets import send_spreadsheet
from server.web.requests import asked_text
from server.web.state import state

_NAMES = ("q", "standing", "kind", "area", "campaign", "enterprise")
_PAGING = {"after": None, "before": None}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as the list shows it."""

    what: str
    url: str
    kind: str
    enterprise: str
    enterprise_url: str | None
    area: str
    found_on: str
    due_on: str
    standing: StandingWord
    photo_url: str | None


@blueprint.get("/<pk:project_id>/findings")
@requires(Verb.ENTITY_READ)
def list_findings(project_id: int) -> str:
    """Show the findings that the reader sees."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTITY_READ)
        wanted = read_filter(session, place)
        counts = findings.count_findings(session, place.scope, wanted, today=today())
        rows, previous_url, next_url = _page(session, place, wanted)
        list_url = url_for("office_findings.list_findings", project_id=project_id)
        return render_page(
            session,
            place,
            "findings/list.html",
            page_title=gettext("Findings"),
            rows=finding_lines(session, place, rows),
            tabs=_tabs(wanted, {one.value: count for one, count in counts.items()}),
            count=sum(counts.values()) if wanted.standing is None else counts[wanted.standing],
            chosen=wanted,
            chips=_chips(session, place, wanted),
            kinds=_kinds(session, place),
            areas=area_options(place),
            campaigns=_campaigns(session, project_id),
            previous_url=previous_url,
            next_url=next_url,
            list_url=list_url,
            sheet_url=_sheet_url(project_id),
        )


@blueprint.get("/<pk:project_id>/findings/spreadsheet")
@requires(Verb.ENTITY_READ)
def download_findings(project_id: int) -> Response:
    """Give the findings of a list, with its filters, as a spreadsheet."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTITY_READ)
        wanted = read_filter(session, place)
        rows = findings.list_findings(session, place.scope, wanted, today=today())
        return send_spreadsheet(findings_sheet(place, rows), name=gettext("findings"))


def finding_lines(session: Session, place: Place, rows: Sequence[FindingRow]) -> list[FindingLine]:
    """Return findings as the lines of a list, each with its photo if that has arrived."""
    arrived = submission_files.list_arrived(
        session, {row.submission_version_id for row in rows if row.submission_version_id}
    )
    return [
        _line(place, row, has_photo=(row.submission_version_id, row.data.get(PHOTO, "")) in arrived)
        for row in rows
    ]


def _line(place: Place, row: FindingRow, *, has_photo: bool) -> FindingLine:
    project_id = place.project_id
    enterprise_url = None
    if row.enterprise_id is not None:
        enterprise_url = url_for(
            "office_enterprises.show_enterprise",
            project_id=project_id,
            enterprise_id=row.enterprise_id,
        )
    return FindingLine(
        what=row.label,
        url=url_for("office_findings.show_finding", project_id=project_id, finding_id=row.id),
        kind=kind_word(row.kind),
        enterprise=row.enterprise_name or row.data.get("enterprise_name", ""),
        enterprise_url=enterprise_url,
        area=row.area_name or "",
        found_on=day_text(row.found_on),
        due_on=due_text(row.due_on),
        standing=standing_word(standing_of_row(row)),
        photo_url=_photo_url(project_id, row) if has_photo else None,
    )


def read_filter(session: Session, place: Place) -> FindingFilter:
    """Return what the address narrows the list to; what is odd in it narrows nothing."""
    campaign_id, enterprise_id = key_from("campaign"), key_from("enterprise")
    known = {one.id for one in campaigns.list_campaigns(session, place.project_id)}
    if enterprise_id is not None:
        enterprises.get_enterprise(session, place.scope, enterprise_id)
    text = request.args.get("standing", "")
    return FindingFilter(
        standing=next((one for one in Standing if one.value == text), None),
        campaign_id=campaign_id if campaign_id in known else None,
        enterprise_id=enterprise_id,
        kind=asked_text("kind"),
        text=asked_text("q").strip(),
    )


def _page(
    session: Session, place: Place, wanted: FindingFilter
) -> tuple[tuple[FindingRow, ...], str | None, str | None]:
    """Return the rows of a page, and the addresses of those around it."""
    after, before = key_from("after"), key_from("before")
    page = FindingPage(limit=ROWS_A_PAGE + 1, after=after, before=before)
    rows = findings.list_findings(session, place.scope, wanted, page, today=today())
    has_more = len(rows) > ROWS_A_PAGE
    if before is not None:
        rows, has_previous, has_next = rows[-ROWS_A_PAGE:], has_more, True
    else:
        rows, has_previous, has_next = rows[:ROWS_A_PAGE], after is not None, has_more
    previous_url = here(before=rows[0].id, after=None) if rows and has_previous else None
    return rows, previous_url, here(after=rows[-1].id, before=None) if rows and has_next else None


def _tabs(wanted: FindingFilter, counts: dict[str, int]) -> list[dict[str, object]]:
    """Return how many stand how, each the address of those alone."""
    shown: list[tuple[str | None, str, int]] = [(None, gettext("All"), sum(counts.values()))]
    shown += [(one.value, standing_word(one).text, counts[one.value]) for one in Standing]
    return [
        {
            "label": label,
            "count": count,
            "url": here(standing=value, **_PAGING),
            "current": value == (wanted.standing.value if wanted.standing else None),
        }
        for value, label, count in shown
    ]


def _chips(session: Session, place: Place, wanted: FindingFilter) -> list[dict[str, str]]:
    named = dict(_names(session, place, wanted))
    shown = [
        ("q", gettext("Search"), wanted.text),
        (
            "standing",
            gettext("State"),
            standing_word(wanted.standing).text if wanted.standing else "",
        ),
        ("kind", gettext("Subject"), kind_word(wanted.kind)),
        ("area", gettext("Area"), place.area.name if place.area else ""),
        ("campaign", gettext("Campaign"), named.get("campaign", "")),
        ("enterprise", gettext("Enterprise"), named.get("enterprise", "")),
    ]
    return [
        {"label": label, "value": value, "url": here(**{name: None}, **_PAGING)}
        for name, label, value in shown
        if value
    ]


def _names(session: Session, place: Place, wanted: FindingFilter) -> list[tuple[str, str]]:
    found = []
    if wanted.campaign_id is not None:
        listed = campaigns.list_campaigns(session, place.project_id)
        found += [("campaign", one.name) for one in listed if one.id == wanted.campaign_id]
    if wanted.enterprise_id is not None:
        one = enterprises.get_enterprise(session, place.scope, wanted.enterprise_id)
        found.append(("enterprise", one.name))
    return found


def _kinds(session: Session, place: Place) -> list[dict[str, str]]:
    listed = findings.list_kinds(session, place.scope)
    return [{"value": one, "label": kind_word(one)} for one in listed]


def _campaigns(session: Session, project_id: int) -> list[dict[str, object]]:
    listed = campaigns.list_campaigns(session, project_id)
    return [{"value": one.id, "label": one.name} for one in listed]


def _sheet_url(project_id: int) -> str:
    chosen = {name: request.args[name] for name in _NAMES if request.args.get(name)}
    address = url_for("office_findings.download_findings", project_id=project_id)
    return changed_address(address, (), chosen)


def _photo_url(project_id: int, row: FindingRow) -> str:
    return url_for(
        "office_submissions.show_thumbnail",
        project_id=project_id,
        submission_id=row.submission_id,
        version_id=row.submission_version_id,
        name=row.data[PHOTO],
    )
