"""The multipart body of a submission, read as a stream and believed only when it came whole.

Phones lose connections in the middle of a body, and servers hand what came of it on without a word.
A body that was taken for whole would be deleted on the phone, so bytes are counted, the closing
boundary is asked for, and files are kept only after the last byte.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import multipart
from gunicorn.http.errors import ParseException
from multipart import MultipartSegment, PushMultipartParser

from server.domain.received_submission import ReceivedFile, cleaned_content_type, cleaned_file_name
from server.domain.xml_parsing import MAX_BYTES
from server.problems import (
    N_,
    BodyTooLarge,
    EncodedBody,
    MissingMultipartField,
    UnreadableMultipart,
    UnreadableSubmission,
)
from server.store.incoming_blobs import IncomingBlobs

XML_FIELD = "xml_submission_file"
INCOMPLETE_FIELD = "*isIncomplete*"
MOST_PARTS = 128
MOST_PART_HEADERS = 8
MOST_PART_HEADER_BYTES = 4224
_CHUNK = 1 << 16
_MOST_SECONDS = 600.0


class Stream(Protocol):
    """What a WSGI server gives as `wsgi.input`."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class BodyHeaders:
    """What the request says of its body; no length: it came in chunks."""

    content_type: str
    content_length: int | None
    content_encoding: str


@dataclass(slots=True)
class SubmissionBody:
    """What was in the body; the files wait in `IncomingBlobs` to be kept."""

    xml: bytes | None = None
    files: list[ReceivedFile] = field(default_factory=list)
    saw_incomplete: bool = False


def read_body(
    stream: Stream, headers: BodyHeaders, incoming: IncomingBlobs, *, most_bytes: int
) -> SubmissionBody:
    """Return the parts of a whole body; raises a Problem for every other, with nothing kept."""
    boundary = _check_headers(headers, most_bytes)
    reader = _Reader(stream, headers.content_length, most_bytes)
    parser = PushMultipartParser(
        boundary,
        content_length=-1 if headers.content_length is None else headers.content_length,
        max_header_size=MOST_PART_HEADER_BYTES,
        max_header_count=MOST_PART_HEADERS,
        max_segment_count=MOST_PARTS,
    )
    body = SubmissionBody()
    try:
        _read_parts(parser.parse_blocking(reader.read, _CHUNK), body, incoming)
    except multipart.ParserLimitReached as error:
        raise BodyTooLarge(most=f"{MOST_PARTS} parts with {MOST_PART_HEADERS} headers") from error
    except multipart.MultipartError as error:
        raise UnreadableMultipart(reason=N_("it is cut off or not multipart/form-data")) from error
    reader.check_whole()
    if not body.xml:
        raise MissingMultipartField(field=XML_FIELD)
    return body


def _check_headers(headers: BodyHeaders, most_bytes: int) -> str:
    """Return the boundary of a body that may be read."""
    if headers.content_encoding.strip().lower() not in {"", "identity"}:
        raise EncodedBody(encoding=headers.content_encoding[:50])
    kind, options = multipart.parse_options_header(headers.content_type)
    boundary = str(options.get("boundary", ""))
    if kind != "multipart/form-data" or not boundary:
        raise UnreadableMultipart(reason=N_("it is not multipart/form-data with a boundary"))
    if headers.content_length is not None and headers.content_length > most_bytes:
        raise BodyTooLarge(most=f"{most_bytes} B")
    return boundary


class _Reader:
    """Counts what comes, and gives up on a body that is too large or too slow."""

    def __init__(self, stream: Stream, expected: int | None, most_bytes: int) -> None:
        self._stream = stream
        self._expected = expected
        self._most = most_bytes
        self._count = 0
        self._ends_at = time.monotonic() + _MOST_SECONDS

    def read(self, size: int) -> bytes:
        """Return the next bytes; a connection that was cut or stalls raises."""
        try:
            data = self._stream.read(size)
        except (OSError, ParseException) as error:
            raise UnreadableMultipart(reason=N_("the connection broke off")) from error
        self._count += len(data)
        if self._count > self._most:
            raise BodyTooLarge(most=f"{self._most} B")
        if time.monotonic() > self._ends_at:
            raise UnreadableMultipart(reason=N_("it took longer than ten minutes"))
        return data

    def check_whole(self) -> None:
        """Raise unless as much came as was announced; of chunks the parser saw the last one."""
        if self._expected is not None and self._count != self._expected:
            raise UnreadableMultipart(reason=N_("the connection broke off"))


_Events = Iterator[MultipartSegment | bytes | bytearray | None]


def _read_parts(events: _Events, body: SubmissionBody, incoming: IncomingBlobs) -> None:
    for event in events:
        if not isinstance(event, MultipartSegment):
            raise TypeError("a part begins with its headers")
        chunks = _chunks(events)
        if event.name == XML_FIELD:
            _take_xml(body, chunks)
        elif event.filename is not None:
            body.files.append(_take_file(event, chunks, incoming))
        else:
            body.saw_incomplete = body.saw_incomplete or event.name == INCOMPLETE_FIELD
            for _ in chunks:
                pass


def _chunks(events: _Events) -> Iterator[bytes]:
    """Give the content of the part whose headers were last read."""
    for event in events:
        if event is None:
            return
        if isinstance(event, MultipartSegment):
            raise TypeError("a part ends before the next begins")
        yield bytes(event)


def _take_xml(body: SubmissionBody, chunks: Iterator[bytes]) -> None:
    if body.xml is not None:
        raise UnreadableMultipart(reason=N_("it holds the XML of the submission twice"))
    gathered = bytearray()
    for chunk in chunks:
        gathered += chunk
        if len(gathered) > MAX_BYTES:
            raise UnreadableSubmission(reason=N_("it is larger than 10 MB"))
    body.xml = bytes(gathered)


def _take_file(
    part: MultipartSegment, chunks: Iterator[bytes], incoming: IncomingBlobs
) -> ReceivedFile:
    """Write a file; its name is the field's, which is what Collect and Central go by."""
    blob = incoming.add(chunks)
    return ReceivedFile(
        name=cleaned_file_name(part.name or part.filename or ""),
        content_type=cleaned_content_type(part.content_type),
        sha256=blob.sha256,
        md5=blob.md5,
        size=blob.size,
    )
