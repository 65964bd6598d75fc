"""What goes over the wire between a phone like Collect and its server: bodies, XML, CSV.

Written from the protocol alone, like `collect_client`; it knows nothing of the server's code.
"""

import csv
import io
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from xml.dom import minidom
from xml.parsers.expat import ExpatError

MOST_FILES = 100
SUCCESS = "full submission upload was successful!"
"""What the app shows as its own word for success, in the language of the phone."""
_UUID_4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class ProtocolError(Exception):
    """The server said something that the app can't work with."""


class Refused(ProtocolError):
    """The server took a request and said no, in words that the app shows."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"Error: {message} ({status})")
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity as it stands in the list that the server sends."""

    label: str
    version: int
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Instance:
    """A finalised form: its XML and its files, sent until the server says 201."""

    file_name: str
    xml: bytes
    files: Mapping[str, bytes]


def groups_of_files(files: Mapping[str, bytes], accept: int, xml_size: int) -> list[list[str]]:
    """Return the names of the files of each POST; a file that is too large goes alone."""
    groups: list[list[str]] = [[]]
    size = xml_size
    for name, content in files.items():
        if groups[-1] and (size + len(content) > accept or len(groups[-1]) > MOST_FILES):
            groups.append([])
            size = xml_size
        groups[-1].append(name)
        size += len(content)
    return groups


def multipart_body(instance: Instance, names: list[str], *, is_last: bool) -> tuple[bytes, str]:
    """Return the body of a POST and its content type."""
    boundary = str(uuid.uuid4())
    parts = [_part(boundary, "xml_submission_file", instance.file_name, instance.xml, "text/xml")]
    parts += [_part(boundary, name, name, instance.files[name], _type(name)) for name in names]
    if not is_last:
        parts.append(_part(boundary, "*isIncomplete*", None, b"yes", None))
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), (
        f"multipart/form-data; boundary={boundary}"
    )


def _part(
    boundary: str, name: str, file_name: str | None, content: bytes, kind: str | None
) -> bytes:
    lines = [f"--{boundary}", f"Content-Disposition: form-data; name={_quoted(name)}"]
    if file_name is not None:
        lines[1] += f"; filename={_quoted(file_name)}"
    if kind is not None:
        lines.append(f"Content-Type: {kind}")
    return "\r\n".join([*lines, "", ""]).encode() + content + b"\r\n"


def _quoted(name: str) -> str:
    escaped = name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")
    return f'"{escaped}"'


def _type(name: str) -> str:
    kinds = {"jpg": "image/jpeg", "m4a": "audio/mp4", "csv": "text/csv"}
    return kinds.get(name.rpartition(".")[2], "application/octet-stream")


def openrosa_document(answer: Answer, root_tag: str) -> ET.Element:
    """Return the root of a document, or raise as the app would give up."""
    if answer.status != 200:
        raise ProtocolError(f"returned status code {answer.status}")
    if "x-openrosa-version" not in answer.headers:
        raise ProtocolError("This server does not correctly implement the OpenRosa API.")
    if "text/xml" not in answer.headers.get("content-type", "text/xml"):
        raise ProtocolError("ContentType is not text/xml")
    text = answer.body.decode("utf-8")
    name = root_tag.rpartition("}")[2]
    if re.search(rf"<{name}[\s>/]", text) is None:
        raise ProtocolError(f"Enketo looks for {name} without a prefix")
    if re.search(r"<hash\s*/>", text):
        raise ProtocolError("NullPointerException at <hash/>")
    root = ET.fromstring(text)  # noqa: S314 - the server under test made it
    if root.tag.lower() != root_tag.lower():
        raise ProtocolError(f"{root.tag} is not {root_tag}")
    return root


def texts_of(item: ET.Element) -> dict[str, str]:
    """Return the texts of the children of an item by local name."""
    return {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in item}


def require(item: Mapping[str, str], *names: str) -> None:
    """Raise unless an item has these texts."""
    missing = [name for name in names if not item.get(name)]
    if missing:
        raise ProtocolError(f"an item lacks {missing}")


def plain_hash(listed: str) -> str:
    """Return the 32 digits of a listed hash."""
    if not re.fullmatch(r"md5:[0-9a-f]{32}", listed):
        raise ProtocolError(f"The server did not provide a hash: {listed!r}")
    return listed[4:]


def entity_rows(content: bytes) -> dict[str, EntityRow]:
    """Return the rows of an entity list by UUID, or raise as the app would give up."""
    text = content.decode("utf-8-sig")
    if ";" in text.partition("\n")[0]:
        raise ProtocolError("a semicolon in the header is taken for the delimiter")
    rows: dict[str, EntityRow] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if None in row or any(row.get(name) is None for name in ("name", "label", "__version")):
            raise ProtocolError("a row lacks a column")
        rest = {key: value for key, value in row.items() if key not in {"name", "label"}}
        version = rest.pop("__version")
        if not re.fullmatch(r"[0-9]+", version):
            raise ProtocolError(f"NumberFormatException: {version!r}")
        if _UUID_4.fullmatch(row["name"]) is None:
            raise ProtocolError(f"{row['name']!r} is no UUID of version 4 in small letters")
        rows[row["name"]] = EntityRow(row["label"], int(version), rest)
    return rows


def message_of(answer: Answer) -> str:
    """Return what the app shows of an answer to a POST; raises where it shows a bare code."""
    if b"OpenRosaResponse" not in answer.body:
        raise ProtocolError(f"Is this an OpenRosa submission endpoint? {answer.status}")
    try:
        document = minidom.parseString(answer.body.decode("utf-8"))  # noqa: S318 - as above
    except (UnicodeDecodeError, ExpatError) as error:
        raise ProtocolError(f"a bare {answer.status}: its text is unreadable") from error
    messages = document.getElementsByTagName("message")
    if not messages or messages[0].firstChild is None:
        raise ProtocolError(f"a bare {answer.status}: no element is named `message`")
    return "".join(node.data for node in messages[0].childNodes)
