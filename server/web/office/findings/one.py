"""One finding: where and when it was found, its photos, every follow-up, and what may be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.findings import FOLLOW_UP_PHOTO, NOTE, PHOTO, REASON, Standing
from server.domain.roles import Verb
from server.store.queries import findings, submissions
from server.store.queries.findings import FindingRow, FindingVersion, due_text
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.dates import day_text, moment_text
from server.web.office.findings.blueprint import blueprint
from server.web.office.findings.words import (
    kind_word,
    standing_of_row,
    standing_word,
    what_happened,
)
from server.web.office.frame import Place, open_place, render_page
from server.web.state import state


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a finding or of a follow-up; it may still be on its way."""

    name: str
    is_here: bool
    url: str
    small_url: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a finding."""

    time: str
    what: str
    who: str
    note: str
    reason: str
    photo: Photo | None
    source_url: str | None


@blueprint.get("/<pk:project_id>/findings/<pk:finding_id>")
@requires(Verb.ENTITY_READ)
def show_finding(project_id: int, finding_id: int) -> str:
    """Show one finding."""
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.ENTITY_READ)
        return finding_page(session, place, finding_id)


def finding_page(
    session: Session,
    place: Place,
    finding_id: int,
    *,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> str:
    """Return the page of a finding, with what was typed into its form and what is wrong there."""
    row = findings.get_finding(session, place.scope, finding_id)
    standing = standing_of_row(row)
    steps = list(_steps(session, place, findings.list_versions(session, row.id)))
    return render_page(
        session,
        place,
        "findings/one.html",
        page_title=row.label,
        breadcrumbs=_breadcrumbs(place),
        row=row,
        standing=standing_word(standing),
        is_rectified=standing is Standing.RECTIFIED,
        facts=_facts(place, row, steps),
        steps=steps[::-1],
        photos=[one for one in steps if one.photo is not None],
        may_change=may(Verb.ENTITY_CHANGE, place.project_id),
        errors=errors or {},
        typed=typed or {"due_on": due_text(row.due_on)},
    )


def _facts(place: Place, row: FindingRow, steps: Sequence[Step]) -> list[dict[str, str]]:
    project_id = place.project_id
    enterprise = {"label": gettext("Enterprise"), "value": row.enterprise_name or ""}
    if row.enterprise_id is not None:
        enterprise["url"] = url_for(
            "office_enterprises.show_enterprise",
            project_id=project_id,
            enterprise_id=row.enterprise_id,
        )
    source = {"label": gettext("Found in"), "value": gettext("Site check") if steps else ""}
    if steps and steps[0].source_url is not None:
        source["url"] = steps[0].source_url
    return [
        enterprise,
        {"label": gettext("Area"), "value": row.area_name or ""},
        {"label": gettext("Subject"), "value": kind_word(row.kind)},
        {"label": gettext("Found on"), "value": day_text(row.found_on)},
        {"label": gettext("To be mended by"), "value": due_text(row.due_on)},
        {"label": gettext("Rectified on"), "value": day_text(row.rectified_on)},
        {"label": gettext("Campaign"), "value": row.campaign_name or ""},
        source,
    ]


def _steps(session: Session, place: Place, versions: Sequence[FindingVersion]) -> Iterator[Step]:
    """Yield what happened, the first thing first; texts that stay are told once."""
    before: FindingVersion | None = None
    for version in versions:
        was = {} if before is None else before.data
        name = PHOTO if before is None else FOLLOW_UP_PHOTO
        photo = version.data.get(name, "") if version.submission_id is not None else ""
        yield Step(
            time=moment_text(version.at),
            what=what_happened(version, before),
            who=version.actor_name or "",
            note=_new(version, was.get(NOTE, ""), NOTE),
            reason="" if version.submission_id else _new(version, "", REASON),
            photo=_photo(session, place, version, photo) if photo else None,
            source_url=_source_url(place, version),
        )
        before = version


def _new(version: FindingVersion, before: str, name: str) -> str:
    text = version.data.get(name, "")
    return "" if text == before else text


def _photo(session: Session, place: Place, version: FindingVersion, name: str) -> Photo:
    listed = submissions.list_files(session, version.submission_version_id or 0)
    address = partial(
        url_for,
        project_id=place.project_id,
        submission_id=version.submission_id,
        version_id=version.submission_version_id,
        name=name,
    )
    return Photo(
        name=name,
        is_here=any(one.name == name and one.blob_sha256 is not None for one in listed),
        url=address("office_submissions.show_file"),
        small_url=address("office_submissions.show_thumbnail"),
    )


def _source_url(place: Place, version: FindingVersion) -> str | None:
    if version.submission_id is None:
        return None
    return url_for(
        "office_submissions.show_submission",
        project_id=place.project_id,
        submission_id=version.submission_id,
    )


def _breadcrumbs(place: Place) -> list[dict[str, str]]:
    url = url_for("office_findings.list_findings", project_id=place.project_id)
    return [{"label": gettext("Findings"), "url": url}]
