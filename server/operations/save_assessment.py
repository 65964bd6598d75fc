"""Save the points that a level gives an enterprise: as a draft, or submitted for good."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from server.domain.lifecycle import AssessmentState
from server.domain.schemes.giving.assessor_levels import assessors_of, may_act_as, stands_above
from server.domain.schemes.giving.filled_sheet import FilledSheet, Given, TypedSheet, read_sheet
from server.domain.schemes.kinds.typed_value import value_text
from server.operations.inputs_changed import inputs_changed, place_changed
from server.operations.load_sheet import Sheet, reached_levels
from server.problems import N_, ChangedMeanwhile, NotAllowed, NotPossibleNow
from server.store.blobs import BlobRef
from server.store.queries import assessments, audits, blobs
from server.store.queries.assessments import ValueRow
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.assessments import Assessment, AssessmentFile


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was handed in for a row: what it proves, its name, and its bytes as a blob."""

    code: str
    slot: int
    """Which of the files that its row asks for, counted from 0."""
    name: str
    content_type: str
    blob: BlobRef


@dataclass(frozen=True, slots=True)
class SheetInput:
    """What was sent: the texts, files to add and to take out, and the revision that was seen."""

    typed: TypedSheet
    seen: int
    is_final: bool = False
    new_files: tuple[NewFile, ...] = ()
    dropped_file_ids: frozenset[int] = field(default_factory=frozenset)


def save_assessment(session: Session, by: By, sheet: Sheet, sent: SheetInput) -> FilledSheet:
    """Save what was typed and return it; with faults nothing is written.

    Raises NotAllowed for a level that one may not act as, NotPossibleNow after submission,
    ChangedMeanwhile when somebody else has saved since `seen`.
    """
    if not sheet.may_fill:
        raise NotAllowed
    filled = read_sheet(sheet.rows, sent.typed, sheet.below, is_final=sent.is_final)
    if filled.faults:
        return filled
    assessment = _opened(session, by, sheet, sent.seen)
    rows = _kept_rows(sheet, filled.given)
    assessments.replace_values(session, stored(assessment.id), rows)
    _change_files(session, by, assessment, sheet, sent)
    assessment.scheme_version_id = sheet.version_id
    assessment.revision += 1
    assessment.saved_by, assessment.saved_at = by.actor_id, by.at
    if sent.is_final:
        assessment.state = AssessmentState.SUBMITTED
        assessment.submitted_by, assessment.submitted_at = by.actor_id, by.at
        assessment.return_reason = ""
    session.flush()
    action = "assessment.submit" if sent.is_final else "assessment.save"
    details = {"valueCount": len(rows), "fileCount": len(sent.new_files)}
    note_assessment(session, by, sheet, assessment, action=action, details=details)
    if sent.is_final:
        _renew(session, by, sheet)
    return filled


def keep_files(session: Session, by: By, sheet: Sheet, sent: SheetInput) -> None:
    """Keep the files of a sheet whose texts were refused: a browser can't send them again.

    Raises as `save_assessment` does.
    """
    assessment = _opened(session, by, sheet, sent.seen)
    _change_files(session, by, assessment, sheet, sent)
    assessment.revision += 1
    assessment.saved_by, assessment.saved_at = by.actor_id, by.at
    session.flush()
    details = {"fileCount": len(sent.new_files)}
    note_assessment(session, by, sheet, assessment, action="assessment.save", details=details)


def may_return(session: Session, scope: Scope, sheet: Sheet) -> bool:
    """Tell whether somebody may give submitted points back to their level.

    `scope` is what they may fill. Those who may act as a level above may, while no level above has
    submitted; the points of the highest level are returned by those who may give them.
    """
    if sheet.is_open:
        return False
    scheme, level = sheet.scheme, sheet.key.level
    above = [one for one in assessors_of(scheme) if stands_above(scheme, one, level)]
    if any(one in sheet.levels and sheet.levels[one].is_submitted for one in above):
        return False
    reached = reached_levels(session, scope, sheet.subject)
    return any(may_act_as(one, reached) for one in above or [level])


def return_assessment(
    session: Session, by: By, sheet: Sheet, *, reason: str, may_return: bool
) -> None:
    """Give submitted points back to their level with a reason; they no longer count till then.

    Raises NotAllowed, and NotPossibleNow when they are not submitted.
    """
    assessment = assessments.find_assessment(session, sheet.key, is_locked=True)
    if assessment is None or assessment.state is not AssessmentState.SUBMITTED:
        raise NotPossibleNow(reason=N_("these points are not submitted"))
    if not may_return:
        raise NotAllowed
    assessment.state = AssessmentState.RETURNED
    assessment.return_reason = reason
    assessment.revision += 1
    session.flush()
    note_assessment(
        session, by, sheet, assessment, action="assessment.return", details={"reason": reason}
    )
    _renew(session, by, sheet)


def note_assessment(
    session: Session,
    by: By,
    sheet: Sheet,
    assessment: Assessment,
    *,
    action: str,
    details: Mapping[str, object],
) -> None:
    """Add what was done with an assessment to the audit log."""
    known = {
        "campaignId": sheet.key.campaign_id,
        "enterpriseId": sheet.key.enterprise_id,
        "subjectKind": sheet.key.subject_kind,
        "subjectId": sheet.key.subject_id,
        "level": sheet.key.level,
        "revision": assessment.revision,
    }
    actee = Actee("assessment", str(assessment.id), sheet.subject.project_id)
    audits.note(session, by, action, actee, details={**known, **details})


def _renew(session: Session, by: By, sheet: Sheet) -> None:
    """Have the evaluation of a sheet's subject renewed."""
    key = sheet.key
    if key.enterprise_id is not None:
        inputs_changed(session, [key.enterprise_id], now=by.at, campaign_id=key.campaign_id)
        return
    subject = sheet.subject
    place_changed(session, key.campaign_id, subject.kind, subject.id, now=by.at)


def _opened(session: Session, by: By, sheet: Sheet, seen: int) -> Assessment:
    """Return the assessment, locked, as it was seen; a new one is begun."""
    found = assessments.find_assessment(session, sheet.key, is_locked=True)
    if found is None:
        begun = assessments.begin(
            session, sheet.key, version_id=sheet.version_id, by_id=by.actor_id, at=by.at
        )
        found = assessments.find_assessment(session, sheet.key, is_locked=True)
        if begun is None or found is None:
            raise ChangedMeanwhile
    if found.state is AssessmentState.SUBMITTED:
        raise NotPossibleNow(reason=N_("these points have been submitted"))
    if found.revision != seen:
        raise ChangedMeanwhile
    return found


def _kept_rows(sheet: Sheet, given: tuple[Given, ...]) -> list[ValueRow]:
    """Return what is to be stored: what was typed, and what stood in rows that are not shown."""
    shown = {one.measure for row in sheet.rows if row.is_open for one in row.fields}
    before = sheet.own.values if sheet.own is not None else {}
    kept = [row for measure, row in before.items() if measure not in shown]
    typed = [
        ValueRow(
            one.measure,
            None if one.value is None else value_text(one.value),
            is_not_applicable=one.value is None,
            reason=one.reason,
        )
        for one in given
    ]
    return [*kept, *typed]


def _change_files(
    session: Session, by: By, assessment: Assessment, sheet: Sheet, sent: SheetInput
) -> None:
    for one in sheet.files:
        if one.id in sent.dropped_file_ids and one.assessment_id == assessment.id:
            session.delete(one)
    rows = {row.code: row for row in sheet.rows if row.is_open}
    for new in sent.new_files:
        row = rows.get(new.code)
        if row is None:
            continue
        blobs.keep_blob(session, new.blob, by.at)
        session.add(
            AssessmentFile(
                assessment_id=stored(assessment.id),
                measure=row.file_measure,
                slot=row.slots[new.slot].zh[:200] if new.slot < len(row.slots) else "",
                name=new.name[:300],
                blob_sha256=new.blob.sha256,
                size=new.blob.size,
                content_type=new.content_type[:200],
                created_by=by.actor_id,
                created_at=by.at,
            )
        )
