"""What the worker derives from the raw XML of a submission: answers, files expected, measures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from server.domain.received_submission import AUDIT_FILES
from server.domain.submission_xml import MeasureValue as Measured
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
    xml: bytes
    xform: bytes


@dataclass(frozen=True, slots=True)
class LinkState:
    """To which enterprise a submission is tied, by what, or why to none."""

    enterprise_id: int | None
    campaign_id: int | None
    linked_by: str | None
    link_problem: str | None


def find_raw(session: Session, version_id: int) -> RawVersion | None:
    """Return a submission version as it came in."""
    statement = (
        select(
            _VERSIONS.c.id,
            _VERSIONS.c.submission_id,
            _SUBMISSIONS.c.project_id,
            _VERSIONS.c.form_version_id,
            _SUBMISSIONS.c.received_at,
            _XMLS.c.xml,
            _FORM_VERSIONS.c.xform,
        )
        .join(_SUBMISSIONS, _SUBMISSIONS.c.id == _VERSIONS.c.submission_id)
        .join(_XMLS, _XMLS.c.submission_version_id == _VERSIONS.c.id)
        .join(_FORM_VERSIONS, _FORM_VERSIONS.c.id == _VERSIONS.c.form_version_id)
        .where(_VERSIONS.c.id == version_id)
    )
    row = session.connection().execute(statement).first()
    return None if row is None else RawVersion(*row)


def lock_link(session: Session, submission_id: int) -> LinkState:
    """Return how a submission is tied; nobody else ties it or adds files till the end."""
    columns = [_SUBMISSIONS.c[name] for name in LinkState.__slots__]
    statement = select(*columns).where(_SUBMISSIONS.c.id == submission_id).with_for_update()
    return LinkState(*session.connection().execute(statement).one())


def is_current(session: Session, version_id: int) -> bool:
    """Tell whether a version, whose submission is locked, is still the current one."""
    statement = select(_VERSIONS.c.is_current).where(_VERSIONS.c.id == version_id)
    return bool(session.connection().execute(statement).scalar_one())


def store_link(session: Session, submission_id: int, link: LinkState) -> None:
    """Tie a submission, and everything that was measured in it."""
    values = {name: getattr(link, name) for name in LinkState.__slots__}
    connection = session.connection()
    connection.execute(
        update(_SUBMISSIONS).where(_SUBMISSIONS.c.id == submission_id).values(**values)
    )
    connection.execute(
        update(_MEASURES)
        .where(_MEASURES.c.submission_id == submission_id)
        .values(enterprise_id=link.enterprise_id, campaign_id=link.campaign_id)
    )


def store_answers(
    session: Session,
    version_id: int,
    *,
    answers: Mapping[str, object],
    flags: Sequence[str],
    instance_name: str | None,
) -> None:
    """Store what was read from the XML of a version."""
    session.connection().execute(
        update(_VERSIONS)
        .where(_VERSIONS.c.id == version_id)
        .values(answers=dict(answers), flags=list(flags), instance_name=instance_name)
    )


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
    connection = session.connection()
    connection.execute(delete(_MEASURES).where(_MEASURES.c.submission_id == submission_id))
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
        connection.execute(insert(_MEASURES), rows)
