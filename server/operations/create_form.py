"""Create a form from an upload: the form and its first draft."""

from sqlmodel import Session

from server.domain.lifecycle import FormState
from server.operations.form_draft import content_of_upload, set_draft
from server.operations.read_form_upload import FormUpload
from server.problems import AlreadyExists
from server.store.queries import audits
from server.store.queries.audits import Actee, By
from server.store.row_key import stored
from server.store.tables.forms import Form
from server.store.upsert import insert_new


def create_form(session: Session, by: By, *, project_id: int, upload: FormUpload) -> Form:
    """Create the form that was uploaded, with a draft; raises AlreadyExists for a taken form_id."""
    form_id = upload.form.form_id
    values = {
        "project_id": project_id,
        "form_id": form_id,
        "state": FormState.OPEN,
        "is_anonymous": upload.form.is_anonymous,
        "created_by": by.actor_id,
        "created_at": by.at,
    }
    key = insert_new(
        session,
        Form,
        values,
        conflict_on=("project_id", "form_id"),
        where="deleted_at IS NULL",
    )
    if key is None:
        raise AlreadyExists(
            fields=["projectId", "xmlFormId"], values=[str(project_id), form_id], table="forms"
        )
    form = session.get_one(Form, key)
    draft = set_draft(session, by, form, content_of_upload(upload))
    audits.note(session, by, "form.create", actee_of(form), details={"formDefId": draft.id})
    return form


def actee_of(form: Form) -> Actee:
    """Return a form as the audit log names it."""
    return Actee("form", str(stored(form.id)), form.project_id)
