"""What a request says is a submission, read before the database is asked for anything."""

import hashlib
import uuid
from collections.abc import Sequence

from flask import request

from server import clock
from server.domain.received_submission import (
    ReceivedFile,
    ReceivedSubmission,
    cleaned_metadata,
)
from server.domain.submission_xml import read_ids
from server.domain.xml_parsing import BadSubmissionXml
from server.problems import UnreadableSubmission
from server.web.openrosa.xml_faults import REASONS


def received_submission(
    xml: bytes, *, files: Sequence[ReceivedFile] = (), saw_incomplete: bool = False
) -> ReceivedSubmission:
    """Return the submission of this request; without an instance ID it is given one.

    Raises UnreadableSubmission.
    """
    try:
        ids = read_ids(xml)
    except BadSubmissionXml as error:
        raise UnreadableSubmission(reason=REASONS[error.fault]) from error
    return ReceivedSubmission(
        ids=ids,
        instance_id=ids.instance_id or f"uuid:{uuid.uuid4()}",
        xml=xml,
        xml_sha256=hashlib.sha256(xml).hexdigest(),
        files=tuple(files),
        saw_incomplete=saw_incomplete,
        device_id=cleaned_metadata(request.args.get("deviceID")),
        user_agent=cleaned_metadata(_as_utf_8(request.headers.get("User-Agent", ""))),
        received_at=clock.now(),
    )


def _as_utf_8(header: str) -> str:
    """Return a header's text as UTF-8, which WSGI hands on as Latin-1."""
    return header.encode("latin-1", "replace").decode("utf-8", "replace")
