"""Forms, their versions and the slots of files that a version expects."""

from sqlalchemy import delete, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from server.problems import NotFound
from server.store.queries.draft_tests import remove_tests
from server.store.tables.campaigns import Campaign
from server.store.tables.forms import Form, FormAttachment, FormVersion

_WITHOUT_XFORM = defer(FormVersion.xform, raiseload=True)  # type: ignore[arg-type]  # a column


def find_form(
    session: Session, project_id: int, form_id: str, *, is_locked: bool = False
) -> Form | None:
    """Return a form that is not deleted; `is_locked`: nobody else changes it till the end."""
    statement = select(Form).where(
        Form.project_id == project_id, Form.form_id == form_id, col(Form.deleted_at).is_(None)
    )
    return session.exec(statement.with_for_update() if is_locked else statement).first()


def get_form(session: Session, project_id: int, form_id: str, *, is_locked: bool = False) -> Form:
    """Return a form that is not deleted; raises NotFound."""
    form = find_form(session, project_id, form_id, is_locked=is_locked)
    if form is None:
        raise NotFound
    return form


def list_forms(
    session: Session, project_id: int, *, is_deleted: bool = False
) -> tuple[tuple[Form, FormVersion], ...]:
    """Return the forms of a project, each with its published version, else its draft.

    The XML of the versions is not loaded. `is_deleted`: those deleted instead.
    """
    deleted_at = col(Form.deleted_at)
    statement = (
        select(Form, FormVersion)
        .join(
            FormVersion,
            or_(
                col(FormVersion.id) == col(Form.current_version_id),
                col(Form.current_version_id).is_(None)
                & (col(FormVersion.id) == col(Form.draft_version_id)),
            ),
        )
        .where(
            Form.project_id == project_id,
            deleted_at.is_not(None) if is_deleted else deleted_at.is_(None),
        )
        .order_by(col(FormVersion.title), col(Form.id))
        .options(_WITHOUT_XFORM)
    )
    return tuple((form, version) for form, version in session.exec(statement))


def list_xforms(session: Session, project_id: int) -> tuple[bytes, ...]:
    """Return the XML of published forms and drafts of a project that are not deleted."""
    statement = (
        select(FormVersion.xform)
        .join(
            Form,
            or_(
                col(FormVersion.id) == col(Form.current_version_id),
                col(FormVersion.id) == col(Form.draft_version_id),
            ),
        )
        .where(Form.project_id == project_id, col(Form.deleted_at).is_(None))
        .order_by(col(FormVersion.id))
    )
    return tuple(session.exec(statement))


def get_deleted_form(session: Session, project_id: int, form_pk: int) -> Form:
    """Return a deleted form by its key; raises NotFound."""
    form = session.get(Form, form_pk)
    if form is None or form.project_id != project_id or form.deleted_at is None:
        raise NotFound
    return form


def get_current(session: Session, form: Form) -> FormVersion:
    """Return the published version that is given out now; raises NotFound without any."""
    return _get_version(session, form.current_version_id)


def get_draft(session: Session, form: Form) -> FormVersion:
    """Return the draft of a form; raises NotFound without one."""
    return _get_version(session, form.draft_version_id)


def get_current_or_draft(session: Session, form: Form) -> FormVersion:
    """Return the published version, else the draft."""
    return _get_version(session, form.current_version_id or form.draft_version_id)


def find_published(session: Session, form_pk: int | None, version: str) -> FormVersion | None:
    """Return the published version of this name; the empty name is a name as well."""
    return session.exec(
        select(FormVersion).where(
            FormVersion.form_pk == form_pk,
            FormVersion.version == version,
            col(FormVersion.published_at).is_not(None),
        )
    ).first()


def get_published(session: Session, form_pk: int | None, version: str) -> FormVersion:
    """Return the published version of this name; raises NotFound."""
    found = find_published(session, form_pk, version)
    if found is None:
        raise NotFound
    return found


def list_published(session: Session, form_pk: int | None) -> tuple[FormVersion, ...]:
    """Return all published versions, the newest first, without their XML."""
    statement = (
        select(FormVersion)
        .where(FormVersion.form_pk == form_pk, col(FormVersion.published_at).is_not(None))
        .order_by(col(FormVersion.published_at).desc(), col(FormVersion.id).desc())
        .options(_WITHOUT_XFORM)
    )
    return tuple(session.exec(statement))


def list_slots(session: Session, version_id: int | None) -> tuple[FormAttachment, ...]:
    """Return the files that a version expects, by name."""
    statement = (
        select(FormAttachment)
        .where(FormAttachment.form_version_id == version_id)
        .order_by(col(FormAttachment.name))
    )
    return tuple(session.exec(statement))


def get_slot(session: Session, version_id: int | None, name: str) -> FormAttachment:
    """Return a file that a version expects; raises NotFound when it does not."""
    statement = select(FormAttachment).where(
        FormAttachment.form_version_id == version_id, FormAttachment.name == name
    )
    slot = session.exec(statement).first()
    if slot is None:
        raise NotFound
    return slot


def is_of_open_campaign(session: Session, form_pk: int) -> bool:
    """Tell whether the form is the survey of a campaign that nobody has closed."""
    statement = select(Campaign.id).where(
        Campaign.survey_form_pk == form_pk, col(Campaign.closed_at).is_(None)
    )
    return session.exec(statement).first() is not None


def remove_draft(session: Session, version_id: int) -> None:
    """Remove a version that was never published, its slots, and what was sent to try it."""
    remove_tests(session, version_id)
    connection = session.connection()
    connection.execute(
        delete(FormAttachment).where(col(FormAttachment.form_version_id) == version_id)
    )
    connection.execute(
        delete(FormVersion).where(
            col(FormVersion.id) == version_id, col(FormVersion.published_at).is_(None)
        )
    )


def _get_version(session: Session, version_id: int | None) -> FormVersion:
    found = session.get(FormVersion, version_id) if version_id is not None else None
    if found is None:
        raise NotFound
    return found
