"""A project with one form and one phone, and the submissions that the phone sends."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, SQLModel

from bench.load import Request
from server import clock, keys
from server.store.tables.app_users import AppUser, AppUserToken, Assignment
from server.store.tables.forms import Form, FormVersion
from server.store.tables.projects import Project
from server.store.tables.users import Actor
from server.store.transaction import Store

FORM_ID, VERSION, QUESTIONS = "bench_check", "1", 30
_BOUNDARY = "9b6a5f0e-5a39-4c64-9a3a-bench"
_ANSWER = "现场检查记录：劳动合同、工资支付、社会保险均符合规定，无异常情况。"


@dataclass(frozen=True, slots=True)
class Site:
    """What the phone needs to know, and the keys of its rows."""

    project_id: int
    form_pk: int
    form_version_id: int
    token: str

    @property
    def path(self) -> str:
        """The address of the phone's project on the server."""
        return f"/v1/key/{self.token}/projects/{self.project_id}"


def make_site(store: Store) -> Site:
    """Store a project, a published form and an app user that has it."""
    now, token = clock.now(), keys.new_token()
    xform = _xform()
    with store.writing() as session:
        project_id = _add(session, Project(name="bench", created_at=now))
        form = Form(project_id=project_id, form_id=FORM_ID, created_at=now)
        form_pk = _add(session, form)
        version = FormVersion(
            form_pk=form_pk,
            version=VERSION,
            title="bench",
            xform=xform,
            md5=hashlib.md5(xform, usedforsecurity=False).hexdigest(),
            sha256=hashlib.sha256(xform).hexdigest(),
            created_at=now,
            published_at=now,
        )
        form.current_version_id = _add(session, version)
        actor = Actor(type="field_key", display_name="phone", created_at=now)
        actor_id = _add(session, actor)
        session.add(AppUser(id=actor_id, project_id=project_id))
        session.flush()
        session.add(
            AppUserToken(
                app_user_id=actor_id,
                lookup_hash=keys.token_hash(token),
                token_encrypted=b"-",
                created_at=now,
            )
        )
        session.add(Assignment(app_user_id=actor_id, form_pk=form_pk))
        return Site(project_id, form_pk, form.current_version_id, token)


def submission(instance_id: str) -> bytes:
    """Return the XML of a submission with 30 answers, about 4 kB."""
    answers = "".join(f"<q{number}>{_ANSWER}</q{number}>" for number in range(QUESTIONS))
    return (
        f'<?xml version=\'1.0\' ?><data id="{FORM_ID}" version="{VERSION}" '
        f'xmlns:orx="http://openrosa.org/xforms">{answers}'
        f"<orx:meta><orx:instanceID>{instance_id}</orx:instanceID></orx:meta></data>"
    ).encode()


def post(path: str) -> Callable[[], Request]:
    """Return a maker of POSTs of new submissions to a path."""

    def make() -> Request:
        instance_id = f"uuid:{uuid.uuid4()}"
        body = _multipart(submission(instance_id))
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\n"
            "User-Agent: org.odk.collect.android/v2026.3.4\r\nX-OpenRosa-Version: 1.0\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return Request(instance_id, head.encode() + body)

    return make


def get(path: str, *headers: str) -> Callable[[], Request]:
    """Return a maker of GETs of a path."""
    lines = "".join(f"{header}\r\n" for header in headers)
    wire = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode()
    return lambda: Request(path, wire)


def _multipart(xml: bytes) -> bytes:
    names = 'name="xml_submission_file"; filename="bench.xml"'
    head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {names}\r\nContent-Type: text/xml\r\n"
    return head.encode() + b"\r\n" + xml + f"\r\n--{_BOUNDARY}--\r\n".encode()


def _xform() -> bytes:
    questions = "".join(f"<q{number}/>" for number in range(QUESTIONS))
    return (
        '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" '
        'xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>bench</h:title><model><instance>'
        f'<data id="{FORM_ID}" version="{VERSION}">{questions}<meta><instanceID/></meta></data>'
        "</instance></model></h:head><h:body/></h:html>"
    ).encode()


def _add(session: Session, row: SQLModel) -> int:
    session.add(row)
    session.flush()
    return int(row.id)  # type: ignore[attr-defined]  # every table here has it
