"""What the office sent back to phones, and what such a row tells of its submission."""

from sqlalchemy import select
from sqlmodel import Session
from sqlmodel import select as select_rows

from server.store.tables.entities import Entity
from server.store.tables.forms import Form, FormVersion
from server.store.upsert import table_of

_FORMS, _VERSIONS = table_of(Form), table_of(FormVersion)


def find_issue(session: Session, list_id: int, uuid: str) -> Entity | None:
    """Return an entity of a list, deleted ones too."""
    statement = select_rows(Entity).where(Entity.entity_list_id == list_id, Entity.uuid == uuid)
    return session.exec(statement).first()


def form_of(session: Session, version_id: int) -> tuple[str, str]:
    """Return ODK's id and the title of the form that a version belongs to."""
    statement = (
        select(_FORMS.c.form_id, _VERSIONS.c.title)
        .join(_FORMS, _FORMS.c.id == _VERSIONS.c.form_pk)
        .where(_VERSIONS.c.id == version_id)
    )
    row = session.connection().execute(statement).one()
    return row[0], row[1]
