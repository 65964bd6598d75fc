"""Bodies of the quarantine."""

from pydantic import Field

from server.store.tables.submissions import RejectedPayload
from server.web.central.wire import AnswerBody, RequestBody, Timestamp


class AcceptBody(RequestBody):
    """What a payload is taken as; null: as its reason has it."""

    taken_as: str | None = Field(default=None, alias="as")


class DiscardBody(RequestBody):
    """Why a payload is left out for good."""

    reason: str


class PayloadFileAnswer(AnswerBody):
    """A file of a payload."""

    name: str
    size: int


class PayloadAnswer(AnswerBody):
    """A payload that was refused; `reason` is the name of the problem that refused it last."""

    id: int
    xml_form_id: str
    version: str
    instance_id: str | None
    deprecated_id: str | None
    reason: str
    submitter_id: int | None
    device_id: str | None
    user_agent: str | None
    attachments: list[PayloadFileAnswer]
    created_at: Timestamp
    last_sent_at: Timestamp
    settled_at: Timestamp | None
    settled_by: int | None
    settled_as: str | None
    settle_reason: str | None


def payload_answer(payload: RejectedPayload) -> PayloadAnswer:
    """Return a payload as a body."""
    return PayloadAnswer.model_validate(
        {
            **payload.model_dump(exclude={"files", "xml_sha256", "form_id", "received_at"}),
            "xml_form_id": payload.form_id,
            "submitter_id": payload.sender_id,
            "created_at": payload.received_at,
            "attachments": [
                PayloadFileAnswer(name=str(one["name"]), size=int(str(one["size"])))
                for one in payload.files
            ],
        }
    )
