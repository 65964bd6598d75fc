"""Bodies of submissions, their versions and their files."""

from server.domain.lifecycle import ReviewState, write_review_state
from server.store.queries.submissions import SubmissionEntry
from server.store.tables.submissions import SubmissionAttachment, SubmissionVersion
from server.store.tables.users import Actor
from server.web.central.form_schemas import ActorAnswer
from server.web.central.wire import AnswerBody, RequestBody, Timestamp


class ReviewBody(RequestBody):
    """What the office says of a submission; null is ODK's "received"."""

    review_state: str | None


class VersionAnswer(AnswerBody):
    """A version of a submission."""

    instance_id: str
    instance_name: str | None
    submitter_id: int
    device_id: str | None
    user_agent: str | None
    created_at: Timestamp
    current: bool


class SubmissionAnswer(AnswerBody):
    """A submission in ODK Central's words; pyODK needs every key. Enterprise and link are ours."""

    instance_id: str
    instance_name: str | None
    submitter_id: int
    device_id: str | None
    user_agent: str | None
    review_state: str | None
    created_at: Timestamp
    updated_at: Timestamp | None
    deleted_at: Timestamp | None = None
    current_version: VersionAnswer
    enterprise_id: int | None
    campaign_id: int | None
    linked_by: str | None
    link_problem: str | None
    flags: list[str]


class ExtendedSubmissionAnswer(SubmissionAnswer):
    """A submission with who sent it and the form version it was filled in."""

    submitter: ActorAnswer | None
    form_version: str


class FileAnswer(AnswerBody):
    """A file of a submission: whether it has come."""

    name: str
    exists: bool


def submission_answer(entry: SubmissionEntry) -> SubmissionAnswer:
    """Return a submission as a body."""
    return SubmissionAnswer.model_validate(_fields(entry))


def extended_submission_answer(
    entry: SubmissionEntry, sender: Actor | None
) -> ExtendedSubmissionAnswer:
    """Return a submission as a body, with its sender."""
    submitter = (
        None
        if sender is None
        else ActorAnswer(
            id=sender.id,
            type=sender.type,
            display_name=sender.display_name,
            created_at=sender.created_at,
            updated_at=sender.updated_at,
            deleted_at=sender.deleted_at,
        )
    )
    more = {"submitter": submitter, "form_version": entry.form_version}
    return ExtendedSubmissionAnswer.model_validate({**_fields(entry), **more})


def version_answer(version: SubmissionVersion) -> VersionAnswer:
    """Return a version as a body."""
    return VersionAnswer(
        instance_id=version.instance_id,
        instance_name=version.instance_name,
        submitter_id=version.submitter_id or 0,
        device_id=version.device_id,
        user_agent=version.user_agent,
        created_at=version.received_at,
        current=version.is_current,
    )


def file_answer(file: SubmissionAttachment) -> FileAnswer:
    """Return a file as a body."""
    return FileAnswer(name=file.name, exists=file.blob_sha256 is not None)


def _fields(entry: SubmissionEntry) -> dict[str, object]:
    current = VersionAnswer(
        instance_id=entry.instance_id,
        instance_name=entry.instance_name,
        submitter_id=entry.version_submitter_id or 0,
        device_id=entry.version_device_id,
        user_agent=entry.user_agent,
        created_at=entry.version_received_at,
        current=True,
    )
    return {
        "instance_id": entry.root_instance_id,
        "instance_name": entry.instance_name,
        "submitter_id": entry.submitter_id or 0,
        "device_id": entry.device_id,
        "user_agent": entry.user_agent,
        "review_state": write_review_state(entry.review_state or ReviewState.RECEIVED),
        "created_at": entry.received_at,
        "updated_at": entry.updated_at,
        "deleted_at": entry.deleted_at,
        "current_version": current,
        "enterprise_id": entry.enterprise_id,
        "campaign_id": entry.campaign_id,
        "linked_by": entry.linked_by,
        "link_problem": entry.link_problem,
        "flags": entry.flags,
    }
