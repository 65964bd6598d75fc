"""Points of many subjects in one file: a preview first, then drafts, or submitted at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from server.domain.import_table import ImportFault, ImportTable, RowProblem
from server.domain.json_values import integer_of, object_of, objects_of, text_of, texts_of
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.giving.filled_sheet import TypedSheet, read_sheet
from server.domain.schemes.giving.sheet import SheetRow
from server.domain.schemes.giving.sheet_table import (
    CREDIT_CODE,
    PLACE_CODE,
    CodeColumn,
    PointsLine,
    read_points,
    row_problem,
    table_titles,
)
from server.operations.confirm_register_import import claim_preview
from server.operations.load_sheet import Sheet, load_sheet, typed_of
from server.operations.preview_register_import import PreviewContent, with_texts
from server.operations.read_import_file import read_import_file
from server.operations.save_assessment import SheetInput, save_assessment
from server.operations.subject_codes import known_subjects
from server.problems import N_, ChangedMeanwhile, NotFound, NotPossibleNow
from server.store.queries.assessments import AssessmentKey
from server.store.queries.audits import By
from server.store.queries.scope import Scope

POINTS = "points"
MOST_ROWS = 500
"""Subjects of one file: all are written together."""


@dataclass(frozen=True, slots=True)
class PointsOf:
    """Whose points a file holds: of a campaign, by a scheme, of a level, a kind of subject."""

    campaign_id: int
    scheme_id: int
    level: str
    subject_kind: str = ENTERPRISE

    @property
    def code(self) -> CodeColumn:
        """The column by which subjects of the kind are told apart."""
        return CREDIT_CODE if self.subject_kind == ENTERPRISE else PLACE_CODE


def read_points_file(data: bytes, of: PointsOf, rows: Sequence[SheetRow]) -> ImportTable:
    """Return the table in a file; raises UnreadableSpreadsheet."""
    return read_import_file(data, table_titles(rows, of.code))


def preview_points(
    session: Session, scope: Scope, of: PointsOf, table: ImportTable, rows: Sequence[SheetRow]
) -> PreviewContent:
    """Return whose points importing a table would save, and every cell that is wrong.

    An empty cell keeps what is there. What is lacking for a submission is told apart. Raises
    NotPossibleNow for too many rows.
    """
    found = read_points(table, rows, of.code)
    if len(found.lines) > MOST_ROWS:
        raise NotPossibleNow(reason=N_("a file may have at most 500 rows; split it"))
    codes = {line.code for line in found.lines if line.code is not None}
    known = known_subjects(session, scope, of.subject_kind, codes)
    checked = _Checked(list(found.problems))
    wrong, seen = {one.row for one in found.problems}, set[int | None]()
    for line in found.lines:
        if line.number in wrong or line.code is None:
            continue
        sheet = _sheet(session, scope, of, known.get(line.code))
        key = known.get(line.code)
        unknown = _not_assessed(of, is_known=key is not None)
        checked.add(
            line, sheet, _faults(line, sheet, unknown, is_twice=key is not None and key in seen)
        )
        seen.add(key)
    content = {
        "campaignId": of.campaign_id,
        "schemeId": of.scheme_id,
        "level": of.level,
        "subjectKind": of.subject_kind,
        "rows": checked.rows,
        "wrongRowCount": len({one.row for one in checked.problems}),
        "problems": with_texts(table, checked.problems),
        "lacking": with_texts(table, checked.lacking),
        "unknownColumns": list(found.unknown_columns),
    }
    return PreviewContent(0, content)


@dataclass(slots=True)
class _Checked:
    """What the lines looked at so far would do."""

    problems: list[RowProblem]
    lacking: list[RowProblem] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)

    def add(self, line: PointsLine, sheet: Sheet | None, faults: Sequence[RowProblem]) -> None:
        """Add a line: to what is wrong, or to what can be saved with what it still lacks."""
        self.problems += faults
        if faults or sheet is None:
            return
        merged = merged_texts(sheet, line.typed)
        final = read_sheet(sheet.rows, merged, sheet.below, is_final=True)
        self.lacking += [row_problem(line, one) for one in final.faults]
        self.rows.append(_row_json(line, sheet, merged))


def points_of(content: Mapping[str, object]) -> PointsOf:
    """Return whose points a stored preview holds; raises BadJson."""
    return PointsOf(
        integer_of(content, "campaignId"),
        integer_of(content, "schemeId"),
        text_of(content, "level"),
        text_of(content, "subjectKind"),
    )


def confirm_points(
    session: Session, by: By, scope: Scope, preview_id: int, *, is_final: bool
) -> int:
    """Save the points of a preview, all of them or none, and return of how many subjects.

    Raises NotFound for the preview of another user, NotPossibleNow when it was confirmed before or
    something is lacking for a submission, ChangedMeanwhile when somebody has saved since.
    """
    preview = claim_preview(session, by, scope.project_id, preview_id, kind=POINTS)
    content = preview.content
    of = points_of(content)
    if is_final and objects_of(content, "lacking"):
        raise NotPossibleNow(reason=N_("something is lacking for a submission"))
    rows = objects_of(content, "rows")
    for row in rows:
        sheet = load_sheet(session, scope, _key(of, integer_of(row, "subjectId")))
        sent = SheetInput(_typed(row), integer_of(row, "revision"), is_final=is_final)
        if save_assessment(session, by, sheet, sent).faults:
            raise ChangedMeanwhile
    return len(rows)


def merged_texts(sheet: Sheet, typed: TypedSheet) -> TypedSheet:
    """Return what is stored with what a file says above it; a value ends "does not apply"."""
    before = typed_of(sheet)
    left_out = set(before.not_applicable) | typed.not_applicable
    for row in sheet.rows:
        if any(one.measure in typed.values for one in row.fields):
            left_out.discard(row.code)
    return TypedSheet(
        {**before.values, **typed.values},
        {**before.reasons, **typed.reasons},
        frozenset(left_out),
    )


def _sheet(session: Session, scope: Scope, of: PointsOf, key: int | None) -> Sheet | None:
    if key is None:
        return None
    try:
        return load_sheet(session, scope, _key(of, key))
    except NotFound:
        return None


def _not_assessed(of: PointsOf, *, is_known: bool) -> ImportFault:
    """Return why a subject has no sheet, where it has none."""
    if is_known:
        return ImportFault.OTHER_SCHEME
    if of.subject_kind == ENTERPRISE:
        return ImportFault.UNKNOWN_ENTERPRISE
    return ImportFault.UNKNOWN_PLACE


def _faults(
    line: PointsLine, sheet: Sheet | None, unknown: ImportFault, *, is_twice: bool
) -> Sequence[RowProblem]:
    whole = str(line.number)
    if is_twice:
        return [RowProblem(line.number, whole, ImportFault.TWICE_IN_FILE)]
    if sheet is None:
        return [RowProblem(line.number, whole, unknown)]
    if not sheet.may_fill:
        return [RowProblem(line.number, whole, ImportFault.NOT_OWN_ROW)]
    if not sheet.is_open:
        return [RowProblem(line.number, whole, ImportFault.ALREADY_SUBMITTED)]
    filled = read_sheet(sheet.rows, merged_texts(sheet, line.typed), sheet.below, is_final=False)
    return [*_not_applying(line, sheet), *(row_problem(line, one) for one in filled.faults)]


def _not_applying(line: PointsLine, sheet: Sheet) -> Sequence[RowProblem]:
    return [
        RowProblem(
            line.number,
            line.addresses.get((row.code, one.measure), str(line.number)),
            ImportFault.DOES_NOT_APPLY,
            row.code,
        )
        for row in sheet.rows
        if row.is_own and not row.applies
        for one in row.fields
        if one.measure in line.typed.values
    ]


def _row_json(line: PointsLine, sheet: Sheet, merged: TypedSheet) -> dict[str, object]:
    return {
        "row": line.number,
        "subjectId": sheet.subject.id,
        "name": sheet.subject.name,
        "revision": sheet.revision,
        "values": dict(merged.values),
        "reasons": dict(merged.reasons),
        "notApplicable": sorted(merged.not_applicable),
    }


def _typed(row: Mapping[str, object]) -> TypedSheet:
    values, reasons = object_of(row, "values"), object_of(row, "reasons")
    return TypedSheet(
        {key: str(text) for key, text in values.items()},
        {key: str(text) for key, text in reasons.items()},
        frozenset(texts_of(row, "notApplicable")),
    )


def _key(of: PointsOf, subject_id: int) -> AssessmentKey:
    return AssessmentKey(of.campaign_id, of.scheme_id, subject_id, of.level, of.subject_kind)
