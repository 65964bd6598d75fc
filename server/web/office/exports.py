"""Exports: ask for a spreadsheet of what was collected with a form, and fetch those made."""

from dataclasses import dataclass

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from server.domain.roles import Verb
from server.i18n import LOCALES, reader_locale
from server.operations.export_submissions import (
    EXPORT_SUBMISSIONS,
    ExportWish,
    request_export,
)
from server.store.queries import campaigns, forms, jobs
from server.store.queries.encrypted_submissions import has_key
from server.store.queries.jobs import JobReader
from server.store.tables.forms import Form, FormVersion
from server.web.auth import current_user, requires
from server.web.office.acting import acting, may
from server.web.office.choices import area_options
from server.web.office.frame import Place, open_place, page_answer, render_page
from server.web.office.job_rows import job_row
from server.web.office.list_state import key_from_form
from server.web.state import state

blueprint = Blueprint("office_exports", __name__)

_MOST_EXPORTS = 30


@dataclass(frozen=True, slots=True)
class Typed:
    """What was chosen to be exported."""

    form_id: str = ""
    campaign_id: int | None = None
    locale: str = ""
    is_encrypted: bool = False


@blueprint.get("/<pk:project_id>/exports")
@requires(Verb.EXPORT_CREATE)
def show_exports(project_id: int) -> str:
    """Ask what to export, and list the files that the reader had made."""
    typed = Typed(form_id=request.args.get("form", ""), locale=reader_locale())
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.EXPORT_CREATE)
        return _page(session, place, typed, {})


@blueprint.post("/<pk:project_id>/exports")
@requires(Verb.EXPORT_CREATE)
def create_export(project_id: int) -> AnyResponse:
    """Ask for an export of what the reader sees, and go to its progress."""
    typed = Typed(
        form_id=request.form.get("form", ""),
        campaign_id=key_from_form("campaign"),
        locale=request.form.get("locale", ""),
        is_encrypted=request.form.get("content", "") == "encrypted",
    )
    with state().store.writing() as session:
        place = open_place(session, project_id, Verb.EXPORT_CREATE)
        chosen = next(
            (form for form, _ in _forms(session, project_id) if form.form_id == typed.form_id), None
        )
        if chosen is None:
            errors = {"form": gettext("Choose a form.")}
            return page_answer(_page(session, place, typed, errors), 422)
        if typed.campaign_id is not None:
            campaigns.get_campaign(session, project_id, typed.campaign_id)
        if typed.is_encrypted and (chosen.is_anonymous or not has_key(session, chosen.id or 0)):
            errors = {"content": gettext("This form does not encrypt its answers.")}
            return page_answer(_page(session, place, typed, errors), 422)
        reached = open_place(session, project_id, _verb(chosen)).scope
        job = request_export(session, acting(), reached, _wish(typed))
        address = url_for("office_jobs.show_job", project_id=project_id, job_id=job.id)
    return redirect(address, 303)


def _wish(typed: Typed) -> ExportWish:
    return ExportWish(
        form_id=typed.form_id,
        locale=typed.locale if typed.locale in LOCALES else reader_locale(),
        campaign_id=typed.campaign_id,
        is_encrypted=typed.is_encrypted,
    )


def _verb(form: Form) -> Verb:
    """Return what one must be allowed to see of a form to have its export."""
    return Verb.RELEASE_READ if form.is_anonymous else Verb.SUBMISSION_READ


def _forms(session: Session, project_id: int) -> list[tuple[Form, FormVersion]]:
    return [
        (form, version)
        for form, version in forms.list_forms(session, project_id)
        if form.current_version_id is not None and may(_verb(form), project_id)
    ]


def _page(session: Session, place: Place, typed: Typed, errors: dict[str, str]) -> str:
    project_id = place.project_id
    mine = JobReader(current_user().user_id)
    made = [
        job_row(session, project_id, job)
        for job in jobs.list_jobs(session, project_id, mine)
        if job.kind == EXPORT_SUBMISSIONS
    ]
    return render_page(
        session,
        place,
        "exports/show.html",
        page_title=gettext("Exports"),
        typed=typed,
        errors=errors,
        forms_to_choose=[_option(*one) for one in _forms(session, project_id)],
        campaigns=[
            {"value": one.id, "label": one.name}
            for one in campaigns.list_campaigns(session, project_id)
        ],
        locales=[{"value": "zh_CN", "label": "中文"}, {"value": "en", "label": "English"}],
        contents=_contents() if _has_encrypted(session, project_id) else [],
        areas=area_options(place),
        rows=made[:_MOST_EXPORTS],
        may_see_jobs=may(Verb.JOB_READ, project_id),
    )


def _option(form: Form, version: FormVersion) -> dict[str, str]:
    if not form.is_anonymous:
        return {"value": form.form_id, "label": version.title}
    label = gettext("%(title)s (released results)", title=version.title)
    return {"value": form.form_id, "label": label}


def _has_encrypted(session: Session, project_id: int) -> bool:
    return any(has_key(session, form.id or 0) for form, _ in _forms(session, project_id))


def _contents() -> list[dict[str, str]]:
    return [
        {"value": "", "label": gettext("Answers as a spreadsheet")},
        {"value": "encrypted", "label": gettext("Encrypted submissions as a ZIP")},
    ]
