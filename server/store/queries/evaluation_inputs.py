"""Measures and released figures of many enterprises at once, for their evaluations."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlmodel import Session

from server.domain.release import ReleaseFigures, ReleaseKind
from server.domain.release_json import release_from_json
from server.domain.schemes.inputs.found import Measured, Released
from server.store.tables.forms import Form
from server.store.tables.submissions import MeasureValue, Submission, SubmissionAttachment
from server.store.tables.surveys import Release
from server.store.upsert import table_of

_MEASURES, _SUBMISSIONS, _FORMS = table_of(MeasureValue), table_of(Submission), table_of(Form)
_FILES, _RELEASES = table_of(SubmissionAttachment), table_of(Release)


def list_measured(
    session: Session, campaign_id: int, enterprise_ids: Sequence[int], measures: Collection[str]
) -> Mapping[int, tuple[Measured, ...]]:
    """Return what submissions of a campaign measured, oldest first, by enterprise.

    Submissions that were deleted, or left out with a reason, measure nothing. Evidence of a measure
    is the files of the questions that belong to it, as far as they have arrived.
    """
    statement = (
        select(
            _MEASURES.c.enterprise_id,
            _MEASURES.c.submission_id,
            _FORMS.c.form_id,
            _SUBMISSIONS.c.review_state,
            _MEASURES.c.measure,
            _MEASURES.c.value,
            _MEASURES.c.day,
            _SUBMISSIONS.c.current_version_id,
            _MEASURES.c.files,
        )
        .join(_SUBMISSIONS, _SUBMISSIONS.c.id == _MEASURES.c.submission_id)
        .join(_FORMS, _FORMS.c.id == _SUBMISSIONS.c.form_pk)
        .where(
            _MEASURES.c.enterprise_id.in_(enterprise_ids),
            _MEASURES.c.campaign_id == campaign_id,
            _MEASURES.c.measure.in_(sorted(measures)),
            _SUBMISSIONS.c.deleted_at.is_(None),
            _SUBMISSIONS.c.exclusion_reason.is_(None),
        )
        .order_by(_MEASURES.c.day, _SUBMISSIONS.c.received_at, _MEASURES.c.id)
    )
    rows = session.connection().execute(statement).all()
    came = _files_of(session, {row[7] for row in rows if row[8] and row[7] is not None})
    found: defaultdict[int, list[Measured]] = defaultdict(list)
    for row in rows:
        files = [came.get((row[7], name)) for name in row[8]]
        found[row[0]].append(Measured(*row[1:7], evidence=tuple(one for one in files if one)))
    return {key: tuple(many) for key, many in found.items()}


def _files_of(session: Session, version_ids: Collection[int]) -> Mapping[tuple[int, str], str]:
    """Return the files that came with versions of submissions, as origins by version and name."""
    if not version_ids:
        return {}
    statement = select(_FILES.c.submission_version_id, _FILES.c.name, _FILES.c.id).where(
        _FILES.c.submission_version_id.in_(sorted(version_ids)),
        _FILES.c.blob_sha256.is_not(None),
        _FILES.c.is_audit.is_(False),
    )
    rows = session.connection().execute(statement)
    return {(version_id, name): f"attachment:{key}" for version_id, name, key in rows}


def list_released(
    session: Session, campaign_id: int, enterprise_ids: Sequence[int]
) -> Mapping[int, Released]:
    """Return the newest figures of the survey by enterprise; what is not released is not read."""
    statement = (
        select(
            _RELEASES.c.enterprise_id,
            _RELEASES.c.id,
            _RELEASES.c.released_on,
            _RELEASES.c.content,
        )
        .where(
            _RELEASES.c.campaign_id == campaign_id,
            _RELEASES.c.enterprise_id.in_(enterprise_ids),
            _RELEASES.c.kind == ReleaseKind.FIGURES.value,
        )
        .order_by(_RELEASES.c.sequence)
    )
    found: dict[int, Released] = {}
    for enterprise_id, key, day, content in session.connection().execute(statement):
        figures = release_from_json(content)
        if isinstance(figures, ReleaseFigures):
            found[enterprise_id] = Released(key, day, figures)
    return found
