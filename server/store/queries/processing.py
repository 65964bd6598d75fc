"""What the worker derives from the raw XML of a submission: answers, files expected, measures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from server.domain.lifecycle import ReviewState
from server.domain.received_submission import AUDIT_FILES
from server.domain.submission_xml import MeasureValue as Measured
from server.store.batches import batches
from server.store.driver_statement import DriverStatement
from server.store.tables.forms import FormVersion
from server.store.tables.submissions import (
    MeasureValue,
    Submission,
    SubmissionAttachment,
    SubmissionVersion,
    SubmissionXml,
)
from server.store.upsert import insert_or_update, table_of

_SUBMISSIONS, _VERSIONS = table_of(Submission), table_of(SubmissionVersion)
_XMLS, _FORM_VERSIONS = table_of(SubmissionXml), table_of(FormVersion)
_FILES, _MEASURES = table_of(SubmissionAttachment), table_of(MeasureValue)


@dataclass(frozen=True, slots=True)
class RawVersion:
    """A submission version as it came in, with the XForm it was filled in."""

    id: int
    submission_id: int
    project_id: int
    form_version_id: int
    received_at: datetime
    """When its submission came first: an edit corrects what was seen then."""
    submitter_id: int | None
    user_agent: str | None
    xml: bytes
    xform: bytes


@dataclass(frozen=True, slots=True)
class LinkState:
    """To which enterprise a submission is tied, by what, or why to none."""

    enterprise_id: int | None
    campaign_id: int | None
    linked_by: str | None
    link_problem: str | None


@dataclass(frozen=True, slots=True)
class LockedSubmission:
    """A submission that nobody else changes till the end of the transaction."""

    link: LinkState
    review_state: ReviewState | None
    deleted_at: datetime | None
    current_version_id: int | None
    is_placed: bool
    """Whether it is known where it was filled in."""


# Whatever is done for each submission is built once; building costs more than carrying out.
_RAW = (
    select(
        _VERSIONS.c.id,
        _VERSIONS.c.submission_id,
        _SUBMISSIONS.c.project_id,
        _VERSIONS.c.form_version_id,
        _SUBMISSIONS.c.received_at,
        _VERSIONS.c.submitter_id,
        _VERSIONS.c.user_agent,
        _XMLS.c.xml,
        _FORM_VERSIONS.c.xform,
    )
    .join(_SUBMISSIONS, _SUBMISSIONS.c.id == _VERSIONS.c.submission_id)
    .join(_XMLS, _XMLS.c.submission_version_id == _VERSIONS.c.id)
    .join(_FORM_VERSIONS, _FORM_VERSIONS.c.id == _VERSIONS.c.form_version_id)
    .where(_VERSIONS.c.id.in_(bindparam("version_ids", expanding=True)))
)
_LOCK = (
    select(
        *(_SUBMISSIONS.c[name] for name in LinkState.__slots__),
        _SUBMISSIONS.c.review_state,
        _SUBMISSIONS.c.deleted_at,
        _SUBMISSIONS.c.current_version_id,
        _SUBMISSIONS.c.latitude.is_not(None),
    )
    .where(_SUBMISSIONS.c.id == bindparam("submission_id"))
    .with_for_update()
)
_STORE_LINK = DriverStatement(
    """
    UPDATE submissions SET enterprise_id = :enterprise_id, campaign_id = :campaign_id,
        linked_by = :linked_by, link_problem = :link_problem
    WHERE id = :submission_id
    """
)
_TIE_MEASURES = DriverStatement(
    """
    UPDATE measure_values SET enterprise_id = :enterprise_id, campaign_id = :campaign_id
    WHERE submission_id = :submission_id
    """
)
_IS_CURRENT = DriverStatement("SELECT is_current FROM submission_versions WHERE id = :version_id")
_FORGET_MEASURES = DriverStatement(
    "DELETE FROM measure_values WHERE submission_id = :submission_id"
)
_STORE_ANSWERS = (
    update(_VERSIONS)
    .where(_VERSIONS.c.id == bindparam("version_id"))
    .values({name: bindparam(f"new_{name}") for name in ("answers", "flags", "instance_name")})
)


def find_raw(session: Session, version_ids: Sequence[int]) -> tuple[RawVersion, ...]:
    """Return submission versions as they came in, in the order asked for; missing ones are not."""
    found: dict[int, RawVersion] = {}
    for some in batches(version_ids):
        rows = session.connection().execute(_RAW, {"version_ids": list(some)})
        found.update({row.id: RawVersion(*row) for row in rows})
    return tuple(found[one] for one in version_ids if one in found)


def lock_submission(session: Session, submission_id: int) -> LockedSubmission:
    """Return a submission as far as processing must know it, locked till the end."""
    row = session.connection().execute(_LOCK, {"submission_id": submission_id}).one()
    *link, review_state, deleted_at, current_id, is_placed = row
    return LockedSubmission(LinkState(*link), review_state, deleted_at, current_id, bool(is_placed))


def lock_submission_of(session: Session, version_id: int) -> None:
    """Lock the submission of a version till the end."""
    submission_id = select(_VERSIONS.c.submission_id).where(_VERSIONS.c.id == version_id)
    statement = select(_SUBMISSIONS.c.id).where(
        _SUBMISSIONS.c.id == submission_id.scalar_subquery()
    )
    session.connection().execute(statement.with_for_update())


def lock_submissions(session: Session, submission_ids: Collection[int]) -> None:
    """Lock submissions till the end, in the order of their keys so that nobody waits in a ring."""
    for some in batches(sorted(submission_ids)):
        statement = select(_SUBMISSIONS.c.id).where(_SUBMISSIONS.c.id.in_(some))
        session.connection().execute(statement.order_by(_SUBMISSIONS.c.id).with_for_update())


def lock_link(session: Session, submission_id: int) -> LinkState:
    """Return how a submission is tied; nobody else ties it or adds files till the end."""
    return lock_submission(session, submission_id).link


def is_current(session: Session, version_id: int) -> bool:
    """Tell whether a version, whose submission is locked, is still the current one."""
    return bool(_IS_CURRENT.one(session, {"version_id": version_id})[0])


def store_link(session: Session, submission_id: int, link: LinkState) -> None:
    """Tie a submission, and everything that was measured in it."""
    values = {name: getattr(link, name) for name in LinkState.__slots__}
    values["submission_id"] = submission_id
    _STORE_LINK.run(session, values)
    _TIE_MEASURES.run(session, values)


def store_answers(
    session: Session,
    version_id: int,
    *,
    answers: Mapping[str, object],
    flags: Sequence[str],
    instance_name: str | None,
) -> None:
    """Store what was read from the XML of a version."""
    values = {
        "version_id": version_id,
        "new_answers": dict(answers),
        "new_flags": list(flags),
        "new_instance_name": instance_name,
    }
    session.connection().execute(_STORE_ANSWERS, values)


def expect_files(session: Session, version_id: int, names: Sequence[str]) -> None:
    """Note which files the XML of a version names; those that came already keep what they hold."""
    for place, name in enumerate(names):
        insert_or_update(
            session,
            SubmissionAttachment,
            {
                "submission_version_id": version_id,
                "name": name,
                "order_index": place,
                "is_expected": True,
                "is_audit": name in AUDIT_FILES,
                "replaced_blobs": [],
            },
            conflict_on=("submission_version_id", "name"),
            update={"is_expected": True, "order_index": place},
        )


def replace_measures(
    session: Session,
    submission_id: int,
    measures: Iterable[Measured],
    *,
    form_version_id: int,
    day: date,
) -> None:
    """Store what the current version of a submission measures, in place of earlier values."""
    _FORGET_MEASURES.run(session, {"submission_id": submission_id})
    rows = [
        {
            "submission_id": submission_id,
            "form_version_id": form_version_id,
            "measure": one.measure,
            "value": one.value,
            "files": list(one.files),
            "day": day,
        }
        for one in measures
    ]
    if rows:
        session.connection().execute(insert(_MEASURES), rows)
