"""Forms, entity lists and submissions for the tests of the OpenRosa interface."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from server import clock
from server.domain.lifecycle import FormState
from server.store.blobs import BlobRef
from server.store.queries import entities
from server.store.tables.app_users import Assignment
from server.store.tables.entities import EntityList
from server.store.tables.forms import Form, FormAttachment, FormVersion
from server.store.tables.submissions import SubmissionVersion, SubmissionXml

_XFORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>{title}</h:title><model><instance><data id="{form_id}" version="{version}">
<note/><photo/><meta><instanceID/></meta></data></instance></model></h:head><h:body/></h:html>
"""


@dataclass(frozen=True, slots=True)
class MadeForm:
    """A published form."""

    pk: int
    version_id: int
    form_id: str
    version: str
    xform: bytes


def xform(form_id: str, version: str, title: str) -> bytes:
    """Return the XForm of a form with a note and a photo."""
    return _XFORM.format(form_id=form_id, version=version, title=title).encode()


def make_form(
    session: Session,
    project_id: int,
    form_id: str = "site_check",
    *,
    version: str = "1",
    title: str = "现场检查",
    is_anonymous: bool = False,
    state: FormState = FormState.OPEN,
    assigned_to: int | None = None,
) -> MadeForm:
    """Store a published form, assigned to an app user when one is named."""
    now = clock.now()
    form = Form(
        project_id=project_id,
        form_id=form_id,
        state=state,
        is_anonymous=is_anonymous,
        created_at=now,
    )
    session.add(form)
    session.flush()
    assert form.id is not None
    if assigned_to is not None:
        session.add(Assignment(app_user_id=assigned_to, form_pk=form.id))
    return add_version(session, form, version=version, title=title, now=now)


def add_version(
    session: Session, form: Form, *, version: str, title: str = "现场检查", now: datetime
) -> MadeForm:
    """Publish another version of a form."""
    assert form.id is not None
    xml = xform(form.form_id, version, title)
    row = FormVersion(
        form_pk=form.id,
        version=version,
        title=title,
        xform=xml,
        md5=hashlib.md5(xml, usedforsecurity=False).hexdigest(),
        sha256=hashlib.sha256(xml).hexdigest(),
        is_anonymous=form.is_anonymous,
        created_at=now,
        published_at=now,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    form.current_version_id = row.id
    session.add(form)
    session.flush()
    return MadeForm(form.id, row.id, form.form_id, version, xml)


def attach_file(session: Session, form: MadeForm, name: str, blob: BlobRef) -> None:
    """Give a form version a file."""
    session.add(
        FormAttachment(
            form_version_id=form.version_id,
            name=name,
            kind="image",
            blob_sha256=blob.sha256,
            md5=blob.md5,
            size=blob.size,
            content_type="image/jpeg",
            updated_at=clock.now(),
        )
    )
    session.flush()


def attach_list(session: Session, form: MadeForm, list_id: int, name: str) -> None:
    """Give a form version an entity list."""
    session.add(
        FormAttachment(
            form_version_id=form.version_id,
            name=name,
            kind="file",
            entity_list_id=list_id,
            updated_at=clock.now(),
        )
    )
    session.flush()


def make_list(session: Session, project_id: int, name: str = "enterprises") -> int:
    """Store an entity list with the property `uscc`."""
    return entities.ensure_list(session, project_id, name, properties=("uscc",), now=clock.now())


def add_entity(
    session: Session, list_id: int, label: str, area_id: int | None, *, is_deleted: bool = False
) -> str:
    """Store an entity in an area and return its UUID."""
    now, made = clock.now(), str(uuid.uuid4())
    row: dict[str, object] = {
        "entity_list_id": list_id,
        "uuid": made,
        "area_id": area_id,
        "current_version": 1,
        "label": label,
        "data": {"uscc": f"code of {label}"},
        "created_at": now,
        "deleted_at": now if is_deleted else None,
    }
    entities.insert_entities(session, [row])
    entities.count_area_changes(session, list_id, [area_id])
    return made


def get_list_row(session: Session, list_id: int) -> EntityList:
    """Return an entity list."""
    row = session.get(EntityList, list_id)
    assert row is not None
    return row


def submission_xml(
    form_id: str = "site_check",
    version: str = "1",
    *,
    instance_id: str | None = None,
    note: str = "一切正常",
    photo: str = "",
    deprecated_id: str | None = None,
) -> bytes:
    """Return a submission as Collect writes it, with a new instance ID unless one is given."""
    name = instance_id or f"uuid:{uuid.uuid4()}"
    deprecated = f"<deprecatedID>{deprecated_id}</deprecatedID>" if deprecated_id else ""
    return (
        f'<?xml version=\'1.0\' ?><data id="{form_id}" version="{version}" '
        'xmlns:orx="http://openrosa.org/xforms">'
        f"<note>{note}</note><photo>{photo}</photo>"
        f"<orx:meta><orx:instanceID>{name}</orx:instanceID>{deprecated}</orx:meta></data>"
    ).encode()


def multipart_body(
    xml: bytes | None,
    files: dict[str, bytes] | None = None,
    *,
    is_incomplete: bool = False,
    boundary: str = "b0undary",
) -> tuple[bytes, str]:
    """Return a body as Collect builds it, and its content type."""
    parts = []
    if xml is not None:
        parts.append(
            _part(
                boundary,
                'name="xml_submission_file"; filename="安全检查_2026.xml"',
                xml,
                "text/xml",
            )
        )
    for name, content in (files or {}).items():
        quoted = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
        parts.append(
            _part(boundary, f'name="{quoted}"; filename="{quoted}"', content, "image/jpeg")
        )
    if is_incomplete:
        parts.append(_part(boundary, 'name="*isIncomplete*"', b"yes", None))
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def _part(boundary: str, names: str, content: bytes, kind: str | None) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {names}\r\n"
    if kind is not None:
        head += f"Content-Type: {kind}\r\n"
    return head.encode() + b"\r\n" + content + b"\r\n"


def stored_xmls(session: Session) -> dict[str, bytes]:
    """Return the raw XML of all submission versions by instance ID."""
    rows = session.exec(
        select(SubmissionVersion.instance_id, SubmissionXml.xml).where(
            SubmissionVersion.id == SubmissionXml.submission_version_id
        )
    )
    return dict(rows.all())
