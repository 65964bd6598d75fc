"""Submissions within a scope, as Central's REST and exports have them: whole, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.domain.lifecycle import ReviewState
from server.problems import NotFound
from server.store.batches import batches
from server.store.queries.scope import Scope
from server.store.queries.submission_filters import (
    DELETED,
    EVERYTHING,
    JOINED,
    SubmissionFilter,
    conditions_of,
)
from server.store.row_key import stored
from server.store.tables.areas import Area
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form, FormVersion
from server.store.tables.submissions import (
    Submission,
    SubmissionAttachment,
    SubmissionVersion,
    SubmissionXml,
)
from server.store.tables.users import Actor
from server.store.upsert import table_of

_SUBMISSIONS, _VERSIONS = table_of(Submission), table_of(SubmissionVersion)
_FORMS, _FORM_VERSIONS = table_of(Form), table_of(FormVersion)
_ENTERPRISES, _AREAS = table_of(Enterprise), table_of(Area)
_CAMPAIGNS, _ACTORS = table_of(Campaign), table_of(Actor)
_COLUMNS = (
    _SUBMISSIONS.c.id,
    _SUBMISSIONS.c.form_pk,
    _FORMS.c.form_id,
    _FORM_VERSIONS.c.title,
    _FORM_VERSIONS.c.version,
    _SUBMISSIONS.c.root_instance_id,
    _SUBMISSIONS.c.submitter_id,
    _ACTORS.c.display_name,
    _SUBMISSIONS.c.device_id,
    _SUBMISSIONS.c.review_state,
    _SUBMISSIONS.c.enterprise_id,
    _ENTERPRISES.c.name.label("enterprise_name"),
    _ENTERPRISES.c.uscc,
    _AREAS.c.name.label("area_name"),
    _SUBMISSIONS.c.campaign_id,
    _CAMPAIGNS.c.name.label("campaign_name"),
    _SUBMISSIONS.c.linked_by,
    _SUBMISSIONS.c.link_problem,
    _SUBMISSIONS.c.received_at,
    _SUBMISSIONS.c.updated_at,
    _VERSIONS.c.id.label("version_id"),
    _VERSIONS.c.instance_id,
    _VERSIONS.c.instance_name,
    _VERSIONS.c.submitter_id.label("version_submitter_id"),
    _VERSIONS.c.device_id.label("version_device_id"),
    _VERSIONS.c.user_agent,
    _VERSIONS.c.received_at.label("version_received_at"),
    _VERSIONS.c.flags,
    _SUBMISSIONS.c.revision,
    _SUBMISSIONS.c.deleted_at,
)
_ALL_TABLES = (
    JOINED.join(_FORM_VERSIONS, _FORM_VERSIONS.c.id == _VERSIONS.c.form_version_id)
    .outerjoin(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
    .outerjoin(_CAMPAIGNS, _CAMPAIGNS.c.id == _SUBMISSIONS.c.campaign_id)
)


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list, newest first: so many, after a time and key or a count."""

    limit: int | None = None
    offset: int = 0
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class SubmissionEntry:
    """A submission as lists show it, with its current version and its enterprise."""

    id: int
    form_pk: int
    form_id: str
    form_title: str
    form_version: str
    root_instance_id: str
    submitter_id: int | None
    submitter_name: str | None
    device_id: str | None
    review_state: ReviewState | None
    enterprise_id: int | None
    enterprise_name: str | None
    uscc: str | None
    area_name: str | None
    campaign_id: int | None
    campaign_name: str | None
    linked_by: str | None
    link_problem: str | None
    received_at: datetime
    updated_at: datetime | None
    version_id: int
    instance_id: str
    instance_name: str | None
    version_submitter_id: int | None
    version_device_id: str | None
    user_agent: str | None
    version_received_at: datetime
    flags: list[str]
    revision: int
    deleted_at: datetime | None = None


ALL_ROWS = Page()


def list_submissions(
    session: Session,
    scope: Scope,
    wanted: SubmissionFilter = EVERYTHING,
    page: Page = ALL_ROWS,
) -> tuple[SubmissionEntry, ...]:
    """Return a page of the submissions within a scope, newest first."""
    statement = _entries().where(*conditions_of(scope, wanted))
    if page.after is not None:
        place = tuple_(_SUBMISSIONS.c.received_at, _SUBMISSIONS.c.id)
        statement = statement.where(place < tuple_(*page.after))
    statement = statement.order_by(_SUBMISSIONS.c.received_at.desc(), _SUBMISSIONS.c.id.desc())
    statement = statement.limit(page.limit).offset(page.offset or None)
    return tuple(SubmissionEntry(*row) for row in session.connection().execute(statement))


def count_submissions(session: Session, scope: Scope, wanted: SubmissionFilter = EVERYTHING) -> int:
    """Return how many submissions within a scope a filter lets through."""
    statement = select(func.count()).select_from(JOINED).where(*conditions_of(scope, wanted))
    return int(session.connection().execute(statement).scalar_one())


def get_entry(
    session: Session, scope: Scope, form_pk: int | None, instance_id: str
) -> SubmissionEntry:
    """Return a submission to a form by its first instance ID; raises NotFound."""
    wanted = SubmissionFilter(form_pk=form_pk or 0, instance_id=instance_id)
    found = list_submissions(session, scope, wanted)
    if not found:
        raise NotFound
    return found[0]


def get_submission(
    session: Session, scope: Scope, submission_id: int, *, is_deleted: bool = False
) -> Submission:
    """Return the row of a submission within a scope, or of one deleted there; raises NotFound."""
    wanted = DELETED if is_deleted else EVERYTHING
    statement = (
        select_rows(Submission)
        .select_from(JOINED)
        .where(Submission.id == submission_id, *conditions_of(scope, wanted))
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def find_version_id(session: Session, form_pk: int, instance_id: str) -> int | None:
    """Return the version that a form has of this instance ID, whoever may see it."""
    statement = select(_VERSIONS.c.id).where(
        _VERSIONS.c.form_pk == form_pk, _VERSIONS.c.instance_id == instance_id
    )
    found = session.connection().execute(statement).scalar_one_or_none()
    return None if found is None else int(found)


def get_xml(session: Session, version_id: int) -> bytes:
    """Return the XML of a version exactly as it was sent."""
    return session.get_one(SubmissionXml, version_id).xml


def list_versions(session: Session, submission_id: int) -> tuple[SubmissionVersion, ...]:
    """Return the versions of a submission, newest first."""
    statement = (
        select_rows(SubmissionVersion)
        .where(SubmissionVersion.submission_id == submission_id)
        .order_by(col(SubmissionVersion.id).desc())
    )
    return tuple(session.exec(statement))


def get_version(session: Session, submission_id: int, instance_id: str) -> SubmissionVersion:
    """Return a version of a submission by its instance ID; raises NotFound."""
    statement = select_rows(SubmissionVersion).where(
        SubmissionVersion.submission_id == submission_id,
        SubmissionVersion.instance_id == instance_id,
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def find_root_id(session: Session, scope: Scope, form_pk: int, instance_id: str) -> str | None:
    """Return the first instance ID of the submission that has this as a later one."""
    ids = select(_VERSIONS.c.submission_id).where(
        _VERSIONS.c.form_pk == form_pk, _VERSIONS.c.instance_id == instance_id
    )
    statement = (
        select(_SUBMISSIONS.c.root_instance_id)
        .select_from(JOINED)
        .where(_SUBMISSIONS.c.id.in_(ids), *conditions_of(scope))
    )
    found: str | None = session.connection().execute(statement).scalar_one_or_none()
    return found


def list_files(session: Session, version_id: int) -> tuple[SubmissionAttachment, ...]:
    """Return the files of a version: those its XML names in their order, then others."""
    statement = (
        select_rows(SubmissionAttachment)
        .where(SubmissionAttachment.submission_version_id == version_id)
        .order_by(
            col(SubmissionAttachment.is_expected).desc(),
            col(SubmissionAttachment.order_index),
            col(SubmissionAttachment.name),
        )
    )
    return tuple(session.exec(statement))


def get_file(session: Session, version_id: int, name: str) -> SubmissionAttachment:
    """Return a file of a version by its name; raises NotFound."""
    statement = select_rows(SubmissionAttachment).where(
        SubmissionAttachment.submission_version_id == version_id, SubmissionAttachment.name == name
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def list_senders(session: Session, entries: Sequence[SubmissionEntry]) -> dict[int, Actor]:
    """Return who sent these submissions, by key."""
    ids = sorted({one.submitter_id for one in entries if one.submitter_id is not None})
    found: dict[int, Actor] = {}
    for some in batches(ids):
        for actor in session.exec(select_rows(Actor).where(col(Actor.id).in_(some))):
            found[stored(actor.id)] = actor
    return found


def names_of_senders(session: Session, versions: Sequence[SubmissionVersion]) -> dict[int, str]:
    """Return the names of those who sent versions, by key."""
    ids = sorted({one.submitter_id for one in versions if one.submitter_id is not None})
    found: dict[int, str] = {}
    for some in batches(ids):
        statement = select(_ACTORS.c.id, _ACTORS.c.display_name).where(_ACTORS.c.id.in_(some))
        found.update((row[0], row[1]) for row in session.connection().execute(statement))
    return found


def stream_answers(
    session: Session, scope: Scope, wanted: SubmissionFilter, *, most: int = 500
) -> Iterator[tuple[SubmissionEntry, dict[str, object]]]:
    """Yield submissions with their answers, newest first, in constant memory.

    The snapshot of the session holds to the last of them. Those that the worker has not read yet
    have no answers and are left out.
    """
    statement = _entries().add_columns(_VERSIONS.c.answers)
    statement = statement.where(*conditions_of(scope, wanted), _VERSIONS.c.answers.is_not(None))
    statement = statement.order_by(_SUBMISSIONS.c.received_at.desc(), _SUBMISSIONS.c.id.desc())
    connection = session.connection()
    rows = connection.execute(statement, execution_options={"yield_per": most})
    for row in rows:
        answers = row[-1]
        if isinstance(answers, dict):
            yield SubmissionEntry(*row[:-1]), answers


def _entries() -> "Select[*tuple[Any, ...]]":
    return select(*_COLUMNS).select_from(_ALL_TABLES)
