"""The quarantine of refused payloads: what waits, whom it concerns, and who may see it."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from server.domain.received_submission import ReceivedFile
from server.problems import NotFound
from server.store.batches import batches
from server.store.queries import intake_edits
from server.store.queries.scope import Scope, within
from server.store.row_key import stored
from server.store.tables.blobs import Blob
from server.store.tables.enterprises import Enterprise
from server.store.tables.forms import Form
from server.store.tables.projects import Project
from server.store.tables.submissions import RejectedPayload, Submission, SubmissionVersion
from server.store.tables.users import Actor
from server.store.upsert import table_of

_PAYLOADS, _FORMS = table_of(RejectedPayload), table_of(Form)
_SUBMISSIONS, _ENTERPRISES = table_of(Submission), table_of(Enterprise)
_OWN = table_of(SubmissionVersion).alias("own")
_EDITED = table_of(SubmissionVersion).alias("edited")
_CONCERNED = func.coalesce(_OWN.c.submission_id, _EDITED.c.submission_id)
_JOINED = (
    _PAYLOADS.outerjoin(
        _FORMS,
        (_FORMS.c.project_id == _PAYLOADS.c.project_id)
        & (_FORMS.c.form_id == _PAYLOADS.c.form_id)
        & _FORMS.c.deleted_at.is_(None),
    )
    .outerjoin(
        _OWN,
        (_OWN.c.form_pk == _FORMS.c.id) & (_OWN.c.instance_id == _PAYLOADS.c.instance_id),
    )
    .outerjoin(
        _EDITED,
        (_EDITED.c.form_pk == _FORMS.c.id) & (_EDITED.c.instance_id == _PAYLOADS.c.deprecated_id),
    )
    .outerjoin(_SUBMISSIONS, _SUBMISSIONS.c.id == _CONCERNED)
    .outerjoin(_ENTERPRISES, _ENTERPRISES.c.id == _SUBMISSIONS.c.enterprise_id)
)
"""A payload lies in the area of the submission it concerns; one that concerns none, in none."""


def lock_project(session: Session, project_id: int) -> None:
    """Keep others from adding to the quarantine of a project until the transaction ends."""
    statement = select(col(Project.id)).where(col(Project.id) == project_id)
    session.connection().execute(statement.with_for_update(key_share=True))


def find_same(
    session: Session, *, project_id: int, form_id: str, xml_sha256: str, sender_id: int | None
) -> RejectedPayload | None:
    """Return the payload that is kept already with this XML of this sender, settled or not."""
    statement = select_rows(RejectedPayload).where(
        RejectedPayload.project_id == project_id,
        RejectedPayload.form_id == form_id,
        RejectedPayload.xml_sha256 == xml_sha256,
        RejectedPayload.sender_id == sender_id,
    )
    return session.exec(statement.order_by(col(RejectedPayload.id).desc())).first()


def list_same(
    session: Session, *, project_id: int, form_id: str, xml_sha256: str
) -> tuple[RejectedPayload, ...]:
    """Return the payloads that wait with this XML, whoever sent them."""
    statement = select_rows(RejectedPayload).where(
        RejectedPayload.project_id == project_id,
        RejectedPayload.form_id == form_id,
        RejectedPayload.xml_sha256 == xml_sha256,
        col(RejectedPayload.settled_at).is_(None),
    )
    return tuple(session.exec(statement.order_by(col(RejectedPayload.id)).with_for_update()))


def has_edits_of(session: Session, *, project_id: int, form_id: str, instance_id: str) -> bool:
    """Tell whether an edit of this instance ID waits."""
    statement = select(_PAYLOADS.c.id).where(
        _PAYLOADS.c.project_id == project_id,
        _PAYLOADS.c.form_id == form_id,
        _PAYLOADS.c.deprecated_id == instance_id,
        _PAYLOADS.c.settled_at.is_(None),
    )
    return session.connection().execute(statement.limit(1)).first() is not None


def list_waiting_ids(session: Session, project_id: int, form_id: str) -> tuple[int, ...]:
    """Return what waits in the quarantine of a form, the oldest first."""
    statement = select(_PAYLOADS.c.id).where(
        _PAYLOADS.c.project_id == project_id,
        _PAYLOADS.c.form_id == form_id,
        _PAYLOADS.c.settled_at.is_(None),
    )
    return tuple(session.connection().execute(statement.order_by(_PAYLOADS.c.id)).scalars())


def list_payloads(
    session: Session,
    scope: Scope,
    *,
    is_settled: bool = False,
    limit: int | None = None,
    after: int | None = None,
) -> tuple[RejectedPayload, ...]:
    """Return payloads within a scope, the newest first, from after one."""
    conditions = _conditions(scope, is_settled=is_settled)
    if after is not None:
        conditions.append(_PAYLOADS.c.id < after)
    statement = select_rows(RejectedPayload).select_from(_JOINED).where(*conditions)
    return tuple(session.exec(statement.order_by(col(RejectedPayload.id).desc()).limit(limit)))


def count_payloads(session: Session, scope: Scope, *, is_settled: bool = False) -> int:
    """Return how many payloads lie within a scope."""
    conditions = _conditions(scope, is_settled=is_settled)
    statement = select(func.count()).select_from(_JOINED).where(*conditions)
    return int(session.connection().execute(statement).scalar_one())


def get_payload(session: Session, scope: Scope, payload_id: int) -> RejectedPayload:
    """Return a payload within a scope, settled or not; raises NotFound."""
    statement = (
        select_rows(RejectedPayload)
        .select_from(_JOINED)
        .where(_PAYLOADS.c.id == payload_id, *_seen(scope))
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def lock_waiting(session: Session, payload_id: int) -> RejectedPayload | None:
    """Return a payload that still waits and lock it; None when it was settled meanwhile.

    The submission that it concerns is locked first, as by whoever takes in what was sent for it.
    """
    concerned = find_concerned(session, payload_id)
    if concerned is not None:
        intake_edits.lock(session, concerned)
    statement = select_rows(RejectedPayload).where(
        RejectedPayload.id == payload_id, col(RejectedPayload.settled_at).is_(None)
    )
    found = session.exec(statement.with_for_update())
    return found.first()


def find_concerned(session: Session, payload_id: int) -> int | None:
    """Return the submission that a payload repeats or edits, deleted or not."""
    statement = select(_CONCERNED).select_from(_JOINED).where(_PAYLOADS.c.id == payload_id)
    found = session.connection().execute(statement).scalar_one_or_none()
    return None if found is None else int(found)


def names_of_senders(session: Session, payloads: Collection[RejectedPayload]) -> dict[int, str]:
    """Return who sent payloads, by the key of the payload."""
    ids = sorted({one.sender_id for one in payloads if one.sender_id is not None})
    names: dict[int, str] = {}
    for some in batches(ids):
        rows = session.exec(select_rows(Actor).where(col(Actor.id).in_(some)))
        names |= {stored(row.id): row.display_name for row in rows}
    return {stored(one.id): names.get(one.sender_id or 0, "") for one in payloads}


def files_of(session: Session, payload: RejectedPayload) -> tuple[ReceivedFile, ...]:
    """Return the files of a payload."""
    hashes = sorted({str(file["sha256"]) for file in payload.files})
    sums: dict[str, str] = {}
    for some in batches(hashes):
        rows = session.exec(select_rows(Blob).where(col(Blob.sha256).in_(some)))
        sums |= {row.sha256: row.md5 for row in rows}
    return tuple(_file(file, sums) for file in payload.files)


def _file(file: dict[str, object], sums: dict[str, str]) -> ReceivedFile:
    sha256, content_type, size = str(file["sha256"]), file["contentType"], file["size"]
    return ReceivedFile(
        name=str(file["name"]),
        content_type=None if content_type is None else str(content_type),
        sha256=sha256,
        md5=sums.get(sha256, ""),
        size=size if isinstance(size, int) else 0,
    )


def _conditions(scope: Scope, *, is_settled: bool) -> list[ColumnElement[bool]]:
    settled = _PAYLOADS.c.settled_at
    return [*_seen(scope), settled.is_not(None) if is_settled else settled.is_(None)]


def _seen(scope: Scope) -> list[ColumnElement[bool]]:
    return [
        _PAYLOADS.c.project_id == scope.project_id,
        within(scope, _ENTERPRISES.c.area_id),
    ]
