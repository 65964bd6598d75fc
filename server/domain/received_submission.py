"""A submission as it came in, before anything is known of the form it says it is for."""

import re
from dataclasses import dataclass
from datetime import datetime

from server.domain.submission_xml import SubmissionIds

MOST_METADATA = 300
MOST_FILE_NAME = 300
AUDIT_FILES = frozenset({"audit.csv", "audit.csv.enc"})
"""What Collect calls its log of how a form was filled in, plain and encrypted."""

_MOST_TYPE = 200
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?: *;[\x20-\x7e]*)?", re.ASCII)
"""RFC 9110, section 8.3.1, with whatever printable parameters."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came with a submission; its bytes are in the folder of blobs."""

    name: str
    content_type: str | None
    sha256: str
    md5: str
    size: int


@dataclass(frozen=True, slots=True)
class ReceivedSubmission:
    """One POST of a submission: Collect splits large ones, and each repeats the XML."""

    ids: SubmissionIds
    instance_id: str
    """The phone's, else one made by the server."""
    xml: bytes
    xml_sha256: str
    files: tuple[ReceivedFile, ...]
    saw_incomplete: bool
    device_id: str | None
    user_agent: str | None
    received_at: datetime


def cleaned_metadata(text: str | None) -> str | None:
    """Return what a device says of itself without control characters, cut to 300; None: nothing."""
    if text is None:
        return None
    return _UNPRINTABLE.sub(" ", text).strip()[:MOST_METADATA].strip() or None


def cleaned_file_name(name: str) -> str:
    """Return a file name as it was sent, as far as databases can hold it: it is only data."""
    return name.replace("\0", "\N{REPLACEMENT CHARACTER}")[:MOST_FILE_NAME]


def cleaned_content_type(text: str | None) -> str | None:
    """Return a media type as a header can say it again; None for none, and for anything else."""
    is_type = text is not None and len(text) <= _MOST_TYPE and _MEDIA_TYPE.fullmatch(text)
    return text if is_type else None
