"""Schemes of a project, their versions, and where in a campaign they count."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.domain.schemes.described.assigned import Assignment
from server.problems import NotFound
from server.store.tables.schemes import CampaignScheme, Scheme, SchemeVersion
from server.store.upsert import table_of

_VERSIONS, _SCHEMES = table_of(SchemeVersion), table_of(Scheme)
_ASSIGNED = table_of(CampaignScheme)


def find_scheme(
    session: Session, project_id: int, slug: str, *, is_locked: bool = False
) -> Scheme | None:
    """Return a scheme of a project; `is_locked`: nobody else changes it till the end."""
    statement = select_rows(Scheme).where(Scheme.project_id == project_id, Scheme.slug == slug)
    return session.exec(statement.with_for_update() if is_locked else statement).first()


def get_scheme(session: Session, project_id: int, slug: str, *, is_locked: bool = False) -> Scheme:
    """Return a scheme of a project; raises NotFound."""
    found = find_scheme(session, project_id, slug, is_locked=is_locked)
    if found is None:
        raise NotFound
    return found


def list_schemes(session: Session, project_id: int) -> tuple[Scheme, ...]:
    """Return the schemes of a project, by slug."""
    statement = (
        select_rows(Scheme).where(Scheme.project_id == project_id).order_by(col(Scheme.slug))
    )
    return tuple(session.exec(statement))


def list_versions(session: Session, scheme_ids: Sequence[int]) -> tuple[SchemeVersion, ...]:
    """Return all versions of some schemes: by scheme, the draft first, then the newest."""
    statement = (
        select_rows(SchemeVersion)
        .where(col(SchemeVersion.scheme_id).in_(scheme_ids))
        .order_by(
            col(SchemeVersion.scheme_id),
            col(SchemeVersion.published_at).is_not(None),
            col(SchemeVersion.published_at).desc(),
            col(SchemeVersion.id).desc(),
        )
    )
    return tuple(session.exec(statement))


def find_draft(session: Session, scheme_id: int) -> SchemeVersion | None:
    """Return the draft of a scheme."""
    statement = select_rows(SchemeVersion).where(
        SchemeVersion.scheme_id == scheme_id, col(SchemeVersion.published_at).is_(None)
    )
    return session.exec(statement).first()


def find_published(
    session: Session, scheme_id: int, version: str | None = None
) -> SchemeVersion | None:
    """Return a published version of a scheme by its text, or (None) the newest."""
    statement = select_rows(SchemeVersion).where(
        SchemeVersion.scheme_id == scheme_id, col(SchemeVersion.published_at).is_not(None)
    )
    if version is not None:
        statement = statement.where(SchemeVersion.version == version)
    newest = (col(SchemeVersion.published_at).desc(), col(SchemeVersion.id).desc())
    return session.exec(statement.order_by(*newest)).first()


def find_published_before(session: Session, version: SchemeVersion) -> SchemeVersion | None:
    """Return the version that was published last before this one (or, for a draft, at all)."""
    statement = select_rows(SchemeVersion).where(
        SchemeVersion.scheme_id == version.scheme_id, col(SchemeVersion.published_at).is_not(None)
    )
    if version.published_at is not None:
        statement = statement.where(col(SchemeVersion.published_at) < version.published_at)
    newest = (col(SchemeVersion.published_at).desc(), col(SchemeVersion.id).desc())
    return session.exec(statement.order_by(*newest)).first()


def get_version(session: Session, project_id: int, version_id: int) -> SchemeVersion:
    """Return a version of a project's scheme, draft or published; raises NotFound."""
    statement = (
        select_rows(SchemeVersion)
        .join(Scheme, col(Scheme.id) == col(SchemeVersion.scheme_id))
        .where(SchemeVersion.id == version_id, Scheme.project_id == project_id)
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def delete_draft(session: Session, scheme_id: int) -> None:
    """Delete the draft of a scheme, if there is one."""
    session.connection().execute(
        delete(_VERSIONS).where(
            _VERSIONS.c.scheme_id == scheme_id, _VERSIONS.c.published_at.is_(None)
        )
    )


def list_assignments(session: Session, campaign_id: int) -> tuple[Assignment, ...]:
    """Return which versions count where in a campaign."""
    statement = (
        select(
            _ASSIGNED.c.scheme_version_id,
            _ASSIGNED.c.scheme_id,
            _ASSIGNED.c.subject_kind,
            _ASSIGNED.c.area_id,
            _ASSIGNED.c.counted_from,
            _ASSIGNED.c.settled_at.is_not(None),
        )
        .where(_ASSIGNED.c.campaign_id == campaign_id)
        .order_by(_ASSIGNED.c.id)
    )
    return tuple(Assignment(*row) for row in session.connection().execute(statement))


def list_campaign_schemes(
    session: Session, campaign_id: int
) -> tuple[tuple[CampaignScheme, Scheme, SchemeVersion], ...]:
    """Return the assignments of a campaign with their schemes and versions, in order."""
    statement = (
        select_rows(CampaignScheme, Scheme, SchemeVersion)
        .join(Scheme, col(Scheme.id) == col(CampaignScheme.scheme_id))
        .join(SchemeVersion, col(SchemeVersion.id) == col(CampaignScheme.scheme_version_id))
        .where(CampaignScheme.campaign_id == campaign_id)
        .order_by(col(CampaignScheme.id))
    )
    return tuple(session.exec(statement))


def replace_assignment(session: Session, row: CampaignScheme) -> None:
    """Store an assignment in place of one of the same scheme for the same subjects and area."""
    session.connection().execute(
        delete(_ASSIGNED).where(
            _ASSIGNED.c.campaign_id == row.campaign_id,
            _ASSIGNED.c.scheme_id == row.scheme_id,
            _ASSIGNED.c.subject_kind == row.subject_kind,
            _ASSIGNED.c.area_id.is_not_distinct_from(row.area_id),
        )
    )
    session.add(row)
    session.flush()


def delete_assignment(session: Session, campaign_id: int, assignment_id: int) -> CampaignScheme:
    """Take an assignment out of a campaign and return what it was; raises NotFound."""
    row = session.get(CampaignScheme, assignment_id)
    if row is None or row.campaign_id != campaign_id:
        raise NotFound
    session.delete(row)
    session.flush()
    return row


def settle(session: Session, campaign_id: int, *, at: datetime | None) -> int:
    """Let the evaluations of a campaign stay as they are (None: change again); return how many."""
    statement = (
        update(_ASSIGNED).where(_ASSIGNED.c.campaign_id == campaign_id).values(settled_at=at)
    )
    session.connection().execute(statement)
    count = select(func.count()).where(_ASSIGNED.c.campaign_id == campaign_id)
    return int(session.connection().execute(count).scalar_one())
