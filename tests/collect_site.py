"""A real server on loopback for tests with phones: projects, forms, and what it then holds."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from sqlmodel import Session, col, select
from werkzeug.serving import WSGIRequestHandler, make_server

from server import clock
from server.app import create_app, state_of
from server.keys import TokenBox
from server.operations.create_form import create_form
from server.operations.create_project import create_project
from server.operations.job_context import JobContext
from server.operations.publish_form import publish_form
from server.operations.read_form_upload import read_form_upload
from server.operations.upload_draft import upload_draft
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.queries import entities, forms
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.tables.app_users import Assignment
from server.store.tables.entities import Entity, EntityErrors, EntityList, HeldEntities
from server.store.tables.forms import Form, FormAttachment
from server.store.tables.submissions import (
    RejectedPayload,
    Submission,
    SubmissionAttachment,
    SubmissionVersion,
    SubmissionXml,
)
from server.store.transaction import Store
from server.worker import Worker
from tests.collect_client import CollectPhone
from tests.collect_network import Network
from tests.people import add_phone

Wrap = Callable[[WSGIApplication], WSGIApplication]


@dataclass(frozen=True, slots=True)
class Held:
    """A submission version as the server holds it."""

    submission_id: int
    instance_id: str
    xml: bytes
    is_current: bool
    files: dict[str, bytes]


@dataclass
class Server:
    """A server that answers on loopback."""

    address: str
    settings: Settings
    store: Store
    context: JobContext
    quiet: threading.Condition = field(default_factory=threading.Condition)
    under_way: int = 0
    failures: int = 0
    """How many answers were 5xx."""

    def wait_until_idle(self) -> None:
        """Wait until no request is under way: also those whose sender has gone."""
        with self.quiet:
            assert self.quiet.wait_for(lambda: self.under_way == 0, timeout=30)

    def work(self) -> None:
        """Do what waits, as the worker does."""
        worker = Worker(self.context, "quick", threading.Event())
        while worker.work_once():
            pass


@dataclass
class Site:
    """A project on a server, with what its phones need."""

    server: Server
    project_id: int
    by: By

    def phone(self, network: Network | None = None) -> CollectPhone:
        """Return the phone of a new app user, who may use every form there is."""
        with self.server.store.writing() as session:
            tokens = TokenBox(self.server.settings.secret_key)
            made = add_phone(session, tokens, self.project_id)
            for form in session.exec(select(Form).where(Form.project_id == self.project_id)):
                session.add(Assignment(app_user_id=made.id, form_pk=stored(form.id)))
        address = f"{self.server.address}{made.prefix}/projects/{self.project_id}"
        return CollectPhone(address, network=network)

    def publish(self, data: bytes, *, file_name: str = "") -> None:
        """Publish a form, or the next version of it."""
        folder = BlobStore(self.server.settings.blob_dir)
        upload = read_form_upload(data, folder, file_name=file_name)
        with self.server.store.writing() as session:
            form = forms.find_form(session, self.project_id, upload.form.form_id, is_locked=True)
            if form is None:
                form = create_form(session, self.by, project_id=self.project_id, upload=upload)
            else:
                upload_draft(session, self.by, form, upload)
            publish_form(session, self.by, form)

    def attach(self, form_id: str, name: str, content: bytes) -> None:
        """Give the published version of a form a file."""
        blob = BlobStore(self.server.settings.blob_dir).put(content)
        with self.server.store.writing() as session:
            form = forms.get_form(session, self.project_id, form_id)
            session.add(
                FormAttachment(
                    form_version_id=stored(form.current_version_id),
                    name=name,
                    kind="file",
                    blob_sha256=blob.sha256,
                    md5=blob.md5,
                    size=blob.size,
                    content_type="text/csv",
                    updated_at=clock.now(),
                )
            )

    def add_entities(self, name: str, labels: Iterable[str]) -> None:
        """Add entities to a list of the project."""
        now = clock.now()
        with self.server.store.writing() as session:
            list_id = entities.ensure_list(session, self.project_id, name, properties=(), now=now)
            rows: list[dict[str, object]] = [
                {
                    "entity_list_id": list_id,
                    "uuid": _uuid_of(f"{self.project_id}/{label}"),
                    "current_version": 1,
                    "label": label,
                    "data": {},
                    "created_at": now,
                }
                for label in labels
            ]
            made = entities.insert_entities(session, rows)
            entities.insert_versions(
                session,
                [
                    {"entity_id": made[str(row["uuid"])], "version": 1, "created_at": now}
                    | {key: row[key] for key in ("label", "data")}
                    for row in rows
                ],
            )
            entities.count_area_changes(session, list_id, [None])

    def held(self) -> list[Held]:
        """Return all submission versions of the project, with their files."""
        blobs = BlobStore(self.server.settings.blob_dir)
        with self.server.store.reading() as session:
            rows = session.exec(
                select(Submission, SubmissionVersion, SubmissionXml)
                .where(col(Submission.project_id) == self.project_id)
                .where(col(SubmissionVersion.submission_id) == col(Submission.id))
                .where(
                    col(SubmissionXml.submission_version_id) == col(SubmissionVersion.id),
                )
            ).all()
            return [
                Held(
                    stored(one.id),
                    version.instance_id,
                    xml.xml,
                    version.is_current and one.current_version_id == version.id,
                    _files(session, blobs, stored(version.id)),
                )
                for one, version, xml in rows
            ]

    def quarantined(self) -> list[str]:
        """Return the instance IDs in the quarantine of the project."""
        with self.server.store.reading() as session:
            found = session.exec(
                select(RejectedPayload.instance_id).where(
                    col(RejectedPayload.project_id) == self.project_id
                )
            )
            return sorted(one or "" for one in found)

    def entity_problems(self) -> list[object]:
        """Return why entities of submissions were not written, or are held back."""
        with self.server.store.reading() as session:
            errors = session.exec(
                select(EntityErrors.errors).where(col(EntityErrors.project_id) == self.project_id)
            ).all()
            held = session.exec(
                select(HeldEntities)
                .where(col(HeldEntities.submission_id) == col(Submission.id))
                .where(col(Submission.project_id) == self.project_id)
            ).all()
            return [*errors, *held]

    def entity_rows(self, name: str) -> dict[str, tuple[str, int, dict[str, str]]]:
        """Return label, version and properties of the entities of a list by UUID."""
        with self.server.store.reading() as session:
            found = session.exec(
                select(Entity, EntityList)
                .where(col(Entity.entity_list_id) == col(EntityList.id))
                .where(col(EntityList.project_id) == self.project_id)
                .where(EntityList.name == name, col(Entity.deleted_at).is_(None))
            )
            return {one.uuid: (one.label, one.current_version, one.data) for one, _ in found}


class _Quiet(WSGIRequestHandler):
    """Answers without writing a log: tokens stand in addresses."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Write nothing."""


@contextmanager
def serving(settings: Settings, wrap: Wrap | None = None) -> Iterator[Server]:
    """Serve on a free port of loopback, each request on a thread of its own."""
    listener = make_server("127.0.0.1", 0, _nothing, threaded=True, request_handler=_Quiet)
    listener.daemon_threads = True
    address = f"http://127.0.0.1:{listener.port}"
    settings = settings.model_copy(update={"public_base_url": address})
    app = create_app(settings)
    store = state_of(app).store
    context = JobContext(store=store, blobs=BlobStore(settings.blob_dir), settings=settings)
    server = Server(address, settings, store, context)
    listener.app = _counted(server, app if wrap is None else wrap(app))
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
        state_of(app).counters.dispose()
        store.dispose()


def make_site(server: Server, name: str) -> Site:
    """Return a new project on a server."""
    by = By(None, clock.now())
    with server.store.writing() as session:
        return Site(server, stored(create_project(session, by, name=name).id), by)


def _files(session: Session, blobs: BlobStore, version_id: int) -> dict[str, bytes]:
    rows = session.exec(
        select(SubmissionAttachment).where(
            col(SubmissionAttachment.submission_version_id) == version_id
        )
    )
    return {row.name: blobs.read(row.blob_sha256) for row in rows if row.blob_sha256}


def _counted(server: Server, app: WSGIApplication) -> WSGIApplication:
    """Count requests under way, and answers that are the server's fault."""

    def counted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        def start(status: str, *rest: object) -> object:
            server.failures += status.startswith("5")
            return start_response(status, *rest)

        with server.quiet:
            server.under_way += 1
        answer = app(environ, start)
        try:
            yield from answer
        finally:
            if hasattr(answer, "close"):
                answer.close()
            with server.quiet:
                server.under_way -= 1
                server.quiet.notify_all()

    return counted


def _nothing(_environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
    return []


def _uuid_of(text: str) -> str:
    digits = hashlib.sha256(text.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"
