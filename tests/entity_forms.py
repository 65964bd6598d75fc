"""Forms that write entities, and submissions to them as phones send them."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from sqlmodel import select

from server import clock
from server.domain.received_submission import ReceivedSubmission
from server.domain.submission_xml import read_ids
from server.operations.job_context import JobContext
from server.operations.publish_entity_lists import publish_entity_lists
from server.operations.quarantine_submission import quarantine_submission
from server.operations.receive_submission import Sender, receive_submission
from server.problems import EditOutOfDate
from server.store.queries import entities, entity_submissions
from server.store.row_key import stored
from server.store.tables.entities import Entity, EntityVersion
from server.store.tables.submissions import RejectedPayload, SubmissionVersion
from server.store.transaction import Store
from tests import factories
from tests.evaluated import work
from tests.people import People
from tests.xlsform_md import compile_here
from xlsforms.compiled_form import CompiledForm

LIST = "sites"
_SURVEY = """
| survey   |      |           |           |           |
|          | type | name      | label     | save_to   |
|          | csv-external | {name} |      |           |
|          | text | site      | Site      |           |
|          | text | trade     | Trade     | trade     |
|          | text | state     | State     | state     |
|          | text | belongs   | Belongs   | enterprise |
"""
_ENTITIES = """
| entities |           |             |           |           |               |
|          | list_name | entity_id   | create_if | update_if | label         |
|          | {name}    | ${{site}}   | {create}  | {update}  | ${{trade}}    |
| settings |           |             |           |
|          | form_id   | form_title  | version   |
|          | {form_id} | Sites       | 1         |
"""
_REPEAT = """
| survey   |              |       |       |         |
|          | type         | name  | label | save_to |
|          | begin_repeat | stop  | Stop  |         |
|          | text         | trade | Trade | trade   |
|          | end_repeat   |       |       |         |
| entities |           |                  |
|          | list_name | label            |
|          | sites     | ${trade}         |
| settings |           |             |           |
|          | form_id   | form_title  | version   |
|          | stops     | Stops       | 1         |
"""


@cache
def site_form(form_id: str = "site", name: str = LIST) -> CompiledForm:
    """Return a form that creates or updates one entity of a list."""
    text = _ENTITIES.format(name=name, create="true()", update="true()", form_id=form_id)
    return compile_here(_SURVEY.format(name=name) + text)


@cache
def stops_form() -> CompiledForm:
    """Return a form that creates an entity in each row of a repeat."""
    return compile_here(_REPEAT)


def new_uuid() -> str:
    """Return an id for an entity, as a phone draws it."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Field:
    """A project with the forms published, and somebody who sends."""

    context: JobContext
    people: People

    @property
    def store(self) -> Store:
        """Where everything is."""
        return self.context.store

    def publish(self, form: CompiledForm) -> None:
        """Publish a form, with its lists."""
        with self.store.writing() as session:
            row = factories.published_form(session, self.people.places.project_id, form)
            publish_entity_lists(session, factories.by(), row, form)

    def send(
        self, form: CompiledForm, body: str, *, sender_id: int | None = None, is_done: bool = True
    ) -> int:
        """Send a submission with this inside its root; return the key of its version."""
        version_id = self.receive(_xml(form, body), sender_id=sender_id)
        if is_done:
            work(self.context)
        return version_id

    def edit(self, form: CompiledForm, version_id: int, body: str, *, is_done: bool = True) -> int:
        """Send an edit of a version with this inside its root; return the key of the new one."""
        with self.store.reading() as session:
            edited = session.get_one(SubmissionVersion, version_id).instance_id
        edit_id = self.receive(_xml(form, body, edit_of=edited))
        if is_done:
            work(self.context)
        return edit_id

    def delete(self, one: str) -> None:
        """Delete an entity in the office."""
        with self.store.writing() as session:
            row = session.exec(select(Entity).where(Entity.uuid == one)).one()
            row.deleted_at = clock.now()

    def receive(self, xml: bytes, *, sender_id: int | None = None) -> int:
        """Take a submission in as it was sent; return the key of its version."""
        received = received_xml(xml)
        sender = Sender(sender_id or self.people.county_office.id)
        with self.store.writing() as session:
            refusal = receive_submission(
                session,
                project_id=self.people.places.project_id,
                received=received,
                sender=sender,
            )
            assert refusal is None
            statement = select(SubmissionVersion.id).where(
                SubmissionVersion.instance_id == received.instance_id
            )
            return stored(session.exec(statement).one())

    def keep_aside(self, form: CompiledForm, version_id: int, body: str) -> tuple[int, bytes]:
        """Keep aside an edit of a version that came too late; return its key and its XML."""
        with self.store.writing() as session:
            edited = session.get_one(SubmissionVersion, version_id).instance_id
            xml = _xml(form, body, edit_of=edited)
            quarantine_submission(
                session,
                project_id=self.people.places.project_id,
                received=received_xml(xml),
                sender_id=self.people.county_office.id,
                xml=self.context.blobs.put(xml),
                refusal=EditOutOfDate(deprecated_id=edited),
            )
            return stored(session.exec(select(RejectedPayload.id)).one()), xml

    def entity(self, one: str, name: str = LIST) -> Entity | None:
        """Return an entity as it is now."""
        with self.store.reading() as session:
            listed = entities.get_list(session, self.people.places.project_id, name)
            statement = select(Entity).where(Entity.uuid == one, Entity.entity_list_id == listed.id)
            return session.exec(statement).first()

    def versions(self, one: str) -> tuple[EntityVersion, ...]:
        """Return the versions of an entity, oldest first."""
        with self.store.reading() as session:
            statement = (
                select(EntityVersion)
                .join(Entity, Entity.id == EntityVersion.entity_id)
                .where(Entity.uuid == one)
                .order_by(EntityVersion.version)
            )
            return tuple(session.exec(statement))

    def submission_of(self, version_id: int) -> int:
        """Return the key of the submission of a version."""
        with self.store.reading() as session:
            return session.get_one(SubmissionVersion, version_id).submission_id

    def faults(self, version_id: int) -> list[str]:
        """Return why the entities of a submission were not written."""
        key = self.submission_of(version_id)
        with self.store.reading() as session:
            errors = entity_submissions.errors_of(session, [key]).get(key, ())
            return [one.fault.value for one in errors]

    def is_held(self, version_id: int) -> bool:
        """Tell whether a submission waits for its predecessor."""
        key = self.submission_of(version_id)
        with self.store.reading() as session:
            return entity_submissions.held_of(session, key) is not None


def received_xml(xml: bytes) -> ReceivedSubmission:
    """Return what the intake makes of a submission without files."""
    ids = read_ids(xml)
    return ReceivedSubmission(
        ids=ids,
        instance_id=ids.instance_id or "",
        xml=xml,
        xml_sha256=hashlib.sha256(xml).hexdigest(),
        files=(),
        saw_incomplete=False,
        device_id="collect:1",
        user_agent="Collect",
        received_at=clock.now(),
    )


def _xml(form: CompiledForm, body: str, *, edit_of: str = "") -> bytes:
    old = f"<orx:deprecatedID>{edit_of}</orx:deprecatedID>" if edit_of else ""
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id={quoteattr(form.form_id)} '
        f"version={quoteattr(form.version)}>{body}<orx:meta><orx:instanceID>uuid:{uuid.uuid4()}"
        f"</orx:instanceID>{old}</orx:meta></data>"
    ).encode()


def block(dataset: str = LIST, label: str | None = None, **attributes: str) -> str:
    """Return a `meta` with one entity in it."""
    written = " ".join(f"{name}={quoteattr(text)}" for name, text in attributes.items())
    inside = "" if label is None else f"<label>{escape(label)}</label>"
    return f"<meta><entity dataset={quoteattr(dataset)} {written}>{inside}</entity></meta>"


def answers(**values: str) -> str:
    """Return answers as elements."""
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in values.items())


def created(one: str, label: str = "Mill", **values: str) -> str:
    """Return the inside of a submission that creates an entity."""
    return answers(**values) + block(label=label, id=one, create="1")


def updated(
    one: str,
    base: int,
    *,
    trunk: str = "",
    branch: str = "",
    label: str | None = None,
    **values: str,
) -> str:
    """Return the inside of a submission that updates an entity."""
    versions: Mapping[str, str] = {
        "baseVersion": str(base),
        "trunkVersion": trunk,
        "branchId": branch,
    }
    return answers(**values) + block(label=label, id=one, update="true", **versions)


def stop(one: str, label: str = "Stop") -> str:
    """Return a row of the repeat of stops, which creates an entity."""
    inside = answers(trade=f"t-{one[:4]}") + block(label=label, id=one, create="1")
    return f"<stop>{inside}</stop>"
