"""The quarantine of refused payloads."""

from sqlmodel import Session, select

from server.store.tables.submissions import RejectedPayload


def find_same(
    session: Session, *, project_id: int, xml_sha256: str, sender_id: int | None, reason: str
) -> RejectedPayload | None:
    """Return the payload that is kept already with this XML of this sender for this reason."""
    statement = select(RejectedPayload).where(
        RejectedPayload.project_id == project_id,
        RejectedPayload.xml_sha256 == xml_sha256,
        RejectedPayload.sender_id == sender_id,
        RejectedPayload.reason == reason,
    )
    return session.exec(statement.with_for_update()).first()
