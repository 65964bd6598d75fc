"""Export what was collected with a form as the spreadsheet offices work in, as a job.

Of a form that is not anonymous these are its submissions, of an anonymous one the releases.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from exports.profiles.export_form import (
    Answer,
    ExportChoice,
    ExportField,
    ExportForm,
    ExportRepeat,
    ExportRow,
    Notes,
)
from exports.profiles.office_xlsx import office_spreadsheet
from exports.profiles.words import EN, ZH, Words
from exports.spreadsheet import Spreadsheet
from exports.xlsx_file import write_xlsx
from server import clock
from server.domain.access import Verb
from server.domain.form_texts import heading_in, language_for, text_in
from server.domain.json_values import optional_integer_of, text_of
from server.operations.export_encrypted import ZIP, encrypted_archive
from server.operations.export_releases import releases_spreadsheet
from server.operations.exported_log import exported_log, keeps_log
from server.operations.job_context import JobContext
from server.operations.request_job import JobRequest, request_job, scope_of_job
from server.operations.run_job import JobResult, RunningJob, run_job
from server.problems import N_, NotFound, NotPossibleNow
from server.store.queries import forms, submissions
from server.store.queries.audits import By
from server.store.queries.encrypted_submissions import has_key
from server.store.queries.scope import Scope
from server.store.queries.submission_filters import SubmissionFilter
from server.store.queries.submissions import SubmissionEntry
from server.store.tables.forms import Form
from server.store.tables.jobs import Job
from xlsforms.compiled_form import CompiledForm, FormField
from xlsforms.read_xform import read_xform

EXPORT_SUBMISSIONS = "export_submissions"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REPORT_EVERY = 500
_TRUE = "true()"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be exported, and in which language."""

    form_id: str
    locale: str = "zh_CN"
    campaign_id: int | None = None
    enterprise_id: int | None = None
    is_encrypted: bool = False
    """The encrypted submissions as they came, in an archive, instead of a spreadsheet."""


def request_export(session: Session, by: By, scope: Scope, wish: ExportWish) -> Job:
    """Ask for a spreadsheet of a form's submissions (or releases) within the scope.

    The file is for whoever asked, as long as they may read it. Raises NotFound for an unknown form,
    NotPossibleNow for the archive of one without a key.
    """
    form = forms.get_form(session, scope.project_id, wish.form_id)
    version = forms.get_current(session, form)
    if wish.is_encrypted and (form.is_anonymous or not has_key(session, form.id or 0)):
        raise NotPossibleNow(reason=N_("the form does not encrypt its answers"))
    request = JobRequest(
        kind=EXPORT_SUBMISSIONS,
        title=version.title,
        scope=scope,
        verb=Verb.RELEASE_READ if form.is_anonymous else Verb.SUBMISSION_READ,
        parameters={
            "formId": wish.form_id,
            "locale": wish.locale,
            "campaignId": wish.campaign_id,
            "enterpriseId": wish.enterprise_id,
            "isEncrypted": wish.is_encrypted,
        },
    )
    return request_job(session, by, request)


def export_submissions(context: JobContext, payload: Mapping[str, object]) -> None:
    """Make the spreadsheet that a job asks for."""
    run_job(context, payload, _export)


def _export(running: RunningJob) -> JobResult:
    context, job = running.context, running.job
    zone = ZoneInfo(context.settings.time_zone)
    made_at = clock.now().astimezone(zone).replace(tzinfo=None)
    with tempfile.TemporaryDirectory() as folder, context.store.reading() as session:
        form_id = text_of(job.parameters, "formId")
        form = forms.get_form(session, scope_of_job(job).project_id, form_id)
        name = f"{form_id[:80]}-{made_at:%Y%m%d-%H%M}"
        if job.parameters.get("isEncrypted"):
            return JobResult(encrypted_archive(session, running, form), f"{name}.zip", ZIP)
        if form.is_anonymous:
            spreadsheet = releases_spreadsheet(session, job, form, made_at=made_at)
        else:
            spreadsheet = _submissions(session, running, form, made_at=made_at, zone=zone)
        path = Path(folder) / "export.xlsx"
        write_xlsx(spreadsheet, path)
        data = path.read_bytes()
    return JobResult(data, f"{name}.xlsx", XLSX)


def _submissions(
    session: Session, running: RunningJob, form: Form, *, made_at: datetime, zone: ZoneInfo
) -> Spreadsheet:
    job = running.job
    scope = scope_of_job(job)
    compiled = read_xform(forms.get_current(session, form).xform)
    words = words_of(job)
    wanted = SubmissionFilter(
        form_pk=form.id or 0,
        campaign_id=optional_integer_of(job.parameters, "campaignId"),
        enterprise_id=optional_integer_of(job.parameters, "enterpriseId"),
    )
    total = submissions.count_submissions(session, scope, wanted)
    if form.id is None:
        raise NotFound
    return office_spreadsheet(
        export_form(compiled, language_for(compiled, text_of(job.parameters, "locale"))),
        _rows(session, running, wanted, total=total, zone=zone, has_log=keeps_log(compiled)),
        words=words,
        notes=Notes(made_at=made_at),
        zone=zone,
    )


def _rows(
    session: Session,
    running: RunningJob,
    wanted: SubmissionFilter,
    *,
    total: int,
    zone: ZoneInfo,
    has_log: bool,
) -> Iterator[ExportRow]:
    found = submissions.stream_answers(session, scope_of_job(running.job), wanted)
    for number, (entry, answers) in enumerate(found, start=1):
        blobs, version_id = running.context.blobs, entry.version_id
        events = exported_log(session, blobs, version_id, zone) if has_log else ()
        yield replace(_row(entry, answers, zone), events=events)
        if number % _REPORT_EVERY == 0:
            running.report(number, total)
    running.report(total, total)


def _row(entry: SubmissionEntry, answers: Mapping[str, object], zone: ZoneInfo) -> ExportRow:
    return ExportRow(
        key=entry.root_instance_id,
        enterprise_name=entry.enterprise_name,
        uscc=entry.uscc,
        area=entry.area_name,
        campaign=entry.campaign_name,
        received=entry.received_at.astimezone(zone).replace(tzinfo=None),
        submitter=entry.submitter_name,
        review_state=entry.review_state.value if entry.review_state else "received",
        # What was read from XML is text, groups and repeats of text, as stored.
        answers=cast("Mapping[str, Answer]", answers),
    )


def words_of(job: Job) -> Words:
    """Return the words of a job's language."""
    return EN if text_of(job.parameters, "locale") == "en" else ZH


def export_form(form: CompiledForm, language: str) -> ExportForm:
    """Return what an export must know of a form, its texts in one language."""
    asked = [field for field in form.fields if not field.path.startswith("/meta")]
    return ExportForm(
        title=form.title,
        has_log=keeps_log(form),
        version=form.version,
        fields=tuple(_field(form, one, language) for one in asked if _is_exported(one)),
        repeats=tuple(
            ExportRepeat(one.path, heading_in(one.labels, language, form) or one.name)
            for one in asked
            if one.type == "repeat"
        ),
    )


def _is_exported(field: FormField) -> bool:
    is_note = field.control == "input" and field.read_only == _TRUE and field.calculate is None
    return not field.is_structure and not is_note


def _field(form: CompiledForm, field: FormField, language: str) -> ExportField:
    return ExportField(
        path=field.path,
        label=heading_in(field.labels, language, form),
        type=field.type,
        choices=tuple(
            ExportChoice(one.name, text_in(one.labels, language, form)) for one in field.choices
        ),
        repeat_path=field.repeat_path,
        is_select_multiple=field.is_select_multiple,
    )
