"""What lies behind the rows of a sheet: files, site checks with photos, releases, records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.release import MeasureFigures
from server.domain.roles import Verb
from server.domain.schemes.described.observations import Source
from server.domain.schemes.giving.sheet import SheetRow
from server.operations.load_sheet import Sheet
from server.store.queries import measures, releases, submissions
from server.store.queries.measures import Measurement
from server.store.queries.records import RecordFilter, list_records
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.assessments import AssessmentFile
from server.store.tables.records import DepartmentRecord
from server.store.tables.submissions import Submission
from server.web.auth import scope
from server.web.office.acting import may
from server.web.office.assessments.words import assessor_word, local
from server.web.office.dates import day_text
from server.web.office.result_words import share_text

_MOST_PHOTOS = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing behind a row: what it is, where it opens, a small picture of it."""

    label: str
    detail: str = ""
    url: str = ""
    thumbnail_url: str = ""
    file_id: int | None = None
    """Set for a file that this level may take out again."""


def proofs_of(session: Session, sheet: Sheet) -> Mapping[str, tuple[Proof, ...]]:
    """Return what lies behind each row of a sheet, as far as the reader may see it."""
    work = _Proofs(session, sheet)
    return {row.code: tuple(work.of(row)) for row in sheet.rows if not row.is_group}


class _Proofs:
    """Gathers what there is of an enterprise once, for all rows."""

    def __init__(self, session: Session, sheet: Sheet) -> None:
        self._session, self._sheet = session, sheet
        self._project_id = sheet.subject.project_id
        self._levels = {
            one.assessment.id: level for level, one in sheet.levels.items() if one.assessment.id
        }
        self._checks = self._site_checks()
        self._released = self._figures()
        self._records = self._department_records()

    def of(self, row: SheetRow) -> Iterator[Proof]:
        names = {one.measure for one in row.fields} | {row.code}
        for file in self._sheet.files:
            if file.measure in names:
                yield self._file(file)
        for measure in sorted(names):
            if measure in self._checks:
                yield from self._check(self._checks[measure])
            figures = self._released.get(measure.partition(":")[0])
            if figures is not None and Source.SURVEY in row.sources:
                yield self._figure(figures)
        kinds = {name.split(":")[1] for name in names if name.startswith("record:")}
        yield from (self._record(one) for one in self._records if one.kind in kinds)

    def _file(self, file: AssessmentFile) -> Proof:
        level = self._levels.get(file.assessment_id, "")
        key: dict[str, Any] = {
            "project_id": self._project_id,
            "campaign_id": self._sheet.key.campaign_id,
            "file_id": file.id,
        }
        is_picture = file.content_type.startswith("image/")
        may_drop = level == self._sheet.key.level and self._sheet.is_open and self._sheet.may_fill
        return Proof(
            label=file.name,
            detail=" · ".join(one for one in (self._slot(file.slot), assessor_word(level)) if one),
            url=url_for("office_assessments.show_file", **key),
            thumbnail_url=url_for("office_assessments.show_thumbnail", **key) if is_picture else "",
            file_id=file.id if may_drop else None,
        )

    def _slot(self, name: str) -> str:
        """Return the slot of a file in the reader's language; files keep it in Chinese."""
        slots = (slot for row in self._sheet.rows for slot in row.slots)
        return next((local(slot) for slot in slots if slot.zh == name), name)

    def _site_checks(self) -> Mapping[str, Measurement]:
        """Return the newest measurement of each measure of the sheet."""
        enterprise_id = self._sheet.key.enterprise_id
        if enterprise_id is None or not may(Verb.SUBMISSION_READ, self._project_id):
            return {}
        wanted = {one.measure for row in self._sheet.rows for one in row.fields}
        found = measures.list_measurements(
            self._session,
            scope(Verb.SUBMISSION_READ, self._project_id),
            campaign_id=self._sheet.key.campaign_id,
            enterprise_id=enterprise_id,
            measures=wanted,
        )
        return {one.measure: one for one in found}

    def _check(self, one: Measurement) -> Iterator[Proof]:
        key: dict[str, Any] = {"project_id": self._project_id, "submission_id": one.submission_id}
        day, value = day_text(one.day), one.value
        label = (
            gettext("Self-assessment form of %(day)s: %(value)s", day=day, value=value)
            if one.form_id in self._sheet.scheme.settings.self_form
            else gettext("Site check of %(day)s: %(value)s", day=day, value=value)
        )
        yield Proof(label=label, url=url_for("office_submissions.show_submission", **key))
        submission = self._session.get_one(Submission, one.submission_id)
        version_id = submission.current_version_id
        files = [] if version_id is None else submissions.list_files(self._session, version_id)
        photos = [
            file
            for file in files
            if file.name in one.files and (file.content_type or "").startswith("image/")
        ]
        for file in photos[:_MOST_PHOTOS]:
            place = {**key, "version_id": version_id, "name": file.name}
            yield Proof(
                label=file.name,
                url=url_for("office_submissions.show_file", **place),
                thumbnail_url=url_for("office_submissions.show_thumbnail", **place),
            )

    def _figures(self) -> Mapping[str, MeasureFigures]:
        enterprise_id = self._sheet.key.enterprise_id
        if enterprise_id is None or not may(Verb.RELEASE_READ, self._project_id):
            return {}
        found = releases.list_results(
            self._session,
            scope(Verb.RELEASE_READ, self._project_id),
            campaign_id=self._sheet.key.campaign_id,
            enterprise_id=enterprise_id,
        )
        released: dict[str, MeasureFigures] = {}
        for result in found:
            if result.figures is not None:
                items = [*result.figures.items, result.figures.overall]
                released |= {one.measure: one for one in items if one is not None}
        return released

    def _figure(self, figures: MeasureFigures) -> Proof:
        url = url_for(
            "office_results.show_result",
            project_id=self._project_id,
            campaign_id=self._sheet.key.campaign_id,
            enterprise_id=self._sheet.key.enterprise_id,
        )
        text = gettext("Survey: %(share)s satisfied", share=share_text(figures.satisfied))
        count = figures.valid_count
        return Proof(label=text, detail="" if count is None else f"n {count}", url=url)

    def _department_records(self) -> tuple[DepartmentRecord, ...]:
        enterprise_id = self._sheet.key.enterprise_id
        if enterprise_id is None or not may(Verb.RECORD_READ, self._project_id):
            return ()
        reached: Scope = scope(Verb.RECORD_READ, self._project_id)
        wanted = RecordFilter(enterprise_id=enterprise_id)
        return tuple(row.record for row in list_records(self._session, reached, wanted))

    def _record(self, record: DepartmentRecord) -> Proof:
        values = [f"{name} {value}" for name, value in record.columns.items()]
        url = url_for(
            "office_records.list_entries",
            project_id=self._project_id,
            what="records",
            enterprise=stored(record.enterprise_id),
        )
        day = day_text(record.dated_on)
        label = gettext("Record of %(day)s: %(values)s", day=day, values=", ".join(values) or "–")
        return Proof(label=label, detail=record.source, url=url)
