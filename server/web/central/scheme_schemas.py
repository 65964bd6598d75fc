"""Bodies of schemes, their versions, and where in a campaign they count."""

import datetime as dt

from flask_babel import gettext
from pydantic import Field

from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.words import tell_fault
from server.domain.schemes.reading.differences import Difference
from server.operations.assign_scheme import SchemeAssignment
from server.problems import N_, UnexpectedValue
from server.store.tables.schemes import CampaignScheme, Scheme, SchemeVersion
from server.web.central.wire import AnswerBody, RequestBody, RowKey, Timestamp


class SchemeVersionAnswer(AnswerBody):
    """A version; `publishedAt` is null for the draft."""

    id: int
    version: str
    workbook_name: str
    content_sha256: str
    created_at: Timestamp
    published_at: Timestamp | None


class WarningAnswer(AnswerBody):
    """What to look at again, in the reader's language; it does not stop publishing."""

    sheet: str
    row: int | None
    column: str
    what: str
    advice: str


class SchemeDraftAnswer(SchemeVersionAnswer):
    """The draft, with what to look at before it is published."""

    warnings: tuple[WarningAnswer, ...]


class SchemeAnswer(AnswerBody):
    """A scheme with its versions: the draft first, then the newest."""

    slug: str
    project_id: int
    name_zh: str
    name_en: str
    created_at: Timestamp
    updated_at: Timestamp | None
    versions: tuple[SchemeVersionAnswer, ...]


class CellChangeAnswer(AnswerBody):
    """A cell before and after."""

    column: str
    old: str
    new: str


class DifferenceAnswer(AnswerBody):
    """What is different in a row of a sheet."""

    sheet: str
    key: str
    change: str
    cells: tuple[CellChangeAnswer, ...]


class AssignmentBody(RequestBody):
    """Which published version is to evaluate which subjects of a campaign."""

    version_id: RowKey
    subject_kind: str = ENTERPRISE
    area_id: RowKey | None = None
    counted_from: str | None = Field(default=None)

    def assignment(self) -> SchemeAssignment:
        """Return it as the operation takes it; raises UnexpectedValue."""
        return SchemeAssignment(
            version_id=self.version_id,
            subject_kind=self.subject_kind,
            area_id=self.area_id,
            counted_from=None if self.counted_from is None else _day(self.counted_from),
        )


class SettledBody(RequestBody):
    """Whether the evaluations of a campaign stay as they are."""

    is_settled: bool = True


class AssignmentAnswer(AnswerBody):
    """A version that evaluates subjects of a campaign; no area: in the whole campaign."""

    id: int
    slug: str
    version_id: int
    version: str
    subject_kind: str
    area_id: int | None
    counted_from: dt.date | None
    settled_at: Timestamp | None
    created_at: Timestamp


def version_answer(version: SchemeVersion) -> SchemeVersionAnswer:
    """Return a version as a body."""
    return SchemeVersionAnswer.model_validate(version.model_dump(exclude={"content"}))


def draft_answer(draft: SchemeVersion, warnings: tuple[Fault, ...]) -> SchemeDraftAnswer:
    """Return a draft and its warnings as a body."""
    told = tuple(_warning_answer(one) for one in warnings)
    return SchemeDraftAnswer.model_validate(
        {**draft.model_dump(exclude={"content"}), "warnings": told}
    )


def _warning_answer(fault: Fault) -> WarningAnswer:
    what, advice = tell_fault(fault, gettext)
    return WarningAnswer(
        sheet=fault.sheet, row=fault.row, column=fault.column, what=what, advice=advice
    )


def scheme_answer(scheme: Scheme, versions: tuple[SchemeVersion, ...]) -> SchemeAnswer:
    """Return a scheme as a body; `versions` may hold those of others."""
    own = tuple(version_answer(one) for one in versions if one.scheme_id == scheme.id)
    return SchemeAnswer.model_validate({**scheme.model_dump(), "versions": own})


def difference_answer(one: Difference) -> DifferenceAnswer:
    """Return what is different in a row as a body."""
    return DifferenceAnswer(
        sheet=one.sheet,
        key=one.key,
        change=one.change.value,
        cells=tuple(
            CellChangeAnswer(column=cell.column, old=cell.old, new=cell.new) for cell in one.cells
        ),
    )


def assignment_answer(
    row: CampaignScheme, scheme: Scheme, version: SchemeVersion
) -> AssignmentAnswer:
    """Return an assignment as a body."""
    more = {"slug": scheme.slug, "version_id": version.id, "version": version.version}
    return AssignmentAnswer.model_validate({**row.model_dump(), **more})


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        reason = N_("write the day as 2026-01-31")
        raise UnexpectedValue(field="countedFrom", value=text[:40], reason=reason) from error
