"""A phone like ODK Collect, written from its protocol alone: it knows nothing of the server's code.

It syncs as the mode "match exactly" does, keeps what it was told to keep, and is as strict as the
app: what the app would choke on raises ProtocolError here.
"""

import hashlib
import http.client
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
DEFAULT_LENGTH = 10_000_000
MOST_FILES = 100


class ProtocolError(Exception):
    """The server said something that the app can't work with."""


class LostAnswer(Exception):
    """The connection broke before the answer came."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class LocalForm:
    """A form on the phone with its media files; entity lists are not kept as files."""

    form_id: str
    version: str | None
    xml: bytes
    media: dict[str, bytes] = field(default_factory=dict)

    @property
    def md5(self) -> str:
        """The hash that updates are recognised by."""
        return hashlib.md5(self.xml, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity on the phone."""

    label: str
    version: int
    properties: Mapping[str, str]


@dataclass(slots=True)
class EntityList:
    """An entity list on the phone, shared by all its forms."""

    hash: str
    rows: dict[str, EntityRow]


@dataclass(frozen=True, slots=True)
class Instance:
    """A finalised form: its XML and its files, sent until the server says 201."""

    file_name: str
    xml: bytes
    files: Mapping[str, bytes]


@dataclass(slots=True)
class SyncReport:
    """What a sync did, and how many requests went out and how many were answered 304."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    request_count: int = 0
    unchanged_count: int = 0


class CollectPhone:
    """A phone set up by a settings QR: `server_url` holds the token."""

    def __init__(self, server_url: str) -> None:
        self._base = server_url.rstrip("/")
        self._device = f"collect:{uuid.uuid4().hex[:16]}"
        self._cache: dict[str, Answer] = {}
        self.forms: dict[str, LocalForm] = {}
        self.entities: dict[str, EntityList] = {}
        self.report = SyncReport()

    def sync(self) -> SyncReport:
        """Make the forms of the phone those of the server, and return what that took."""
        self.report = SyncReport()
        listed = self._form_list()
        for form_id in sorted(set(self.forms) - {item["formID"] for item in listed}):
            del self.forms[form_id]
            self.report.deleted.append(form_id)
        for item in listed:
            self._sync_form(item)
        return self.report

    def send(self, instance: Instance, *, lose_answer_of_post: int | None = None) -> int:
        """Send an instance in as many POSTs as it needs and return how many there were.

        `lose_answer_of_post`: the connection breaks after that POST (from 0) was sent.
        """
        groups = _groups(instance.files, self._accept_length(), len(instance.xml))
        for number, group in enumerate(groups):
            is_last = number == len(groups) - 1
            body, kind = _multipart(instance, group, is_last=is_last)
            is_lost = number == lose_answer_of_post
            answer = self._post(body, kind, is_lost=is_lost)
            if answer.status not in {201, 202}:
                raise ProtocolError(f"Error: {_message(answer)} ({answer.status})")
        return len(groups)

    def _form_list(self) -> list[dict[str, str]]:
        answer = self._get(f"{self._base}/formList")
        root = _openrosa(answer, f"{LIST}xforms")
        items = [_texts(item) for item in root.findall(f"{LIST}xform")]
        for item in items:
            _require(item, "formID", "name", "downloadUrl")
        return items

    def _sync_form(self, item: dict[str, str]) -> None:
        files = self._manifest(item)
        local = self.forms.get(item["formID"])
        listed_hash = _plain_hash(item.get("hash", ""))
        is_same = local is not None and local.md5 == listed_hash
        if is_same and local is not None and not _has_newer_media(local, files):
            return
        self._download(item, files)
        (self.report.updated if local else self.report.new).append(item["formID"])

    def _manifest(self, item: dict[str, str]) -> list[dict[str, str]]:
        if not item.get("manifestUrl"):
            return []
        root = _openrosa(self._get(item["manifestUrl"]), f"{MANIFEST}manifest")
        files = []
        for element in root.findall(f"{MANIFEST}mediaFile"):
            file = _texts(element) | {"type": element.get("type", "")}
            _require(file, "filename", "hash", "downloadUrl")
            files.append(file)
        return files

    def _download(self, item: dict[str, str], files: list[dict[str, str]]) -> None:
        xml = self._bytes(item["downloadUrl"])
        if hashlib.md5(xml, usedforsecurity=False).hexdigest() != _plain_hash(item["hash"]):
            raise ProtocolError(f"the hash of {item['formID']} is not that of its bytes")
        form = LocalForm(item["formID"], item.get("version") or None, xml)
        old = self.forms.get(item["formID"])
        for file in files:
            if file["type"] in {"entityList", "approvalEntityList"}:
                self._update_entities(file)
            else:
                form.media[file["filename"]] = self._media(file, old)
        self.forms[item["formID"]] = form

    def _media(self, file: dict[str, str], old: LocalForm | None) -> bytes:
        wanted = _plain_hash(file["hash"])
        for content in (old.media if old else {}).values():
            if hashlib.md5(content, usedforsecurity=False).hexdigest() == wanted:
                return content
        content = self._bytes(file["downloadUrl"])
        if hashlib.md5(content, usedforsecurity=False).hexdigest() != wanted:
            raise ProtocolError(f"the hash of {file['filename']} is not that of its bytes")
        return content

    def _update_entities(self, file: dict[str, str]) -> None:
        name, wanted = file["filename"].removesuffix(".csv"), _plain_hash(file["hash"])
        known = self.entities.get(name)
        if known is not None and known.hash == wanted:
            return
        self.entities[name] = EntityList(wanted, _entity_rows(self._bytes(file["downloadUrl"])))

    def deleted_entities(self, list_url: str, uuids: list[str]) -> dict[str, bool]:
        """Ask an integrity address which of some entities are deleted."""
        answer = self._get(list_url, query=f"id={quote(','.join(uuids), safe='')}&")
        root = _openrosa(answer, "data")
        states = {one.get("id", ""): one.findtext("deleted") for one in root.iter("entity")}
        if set(states.values()) - {"true", "false"}:
            raise ProtocolError("deleted is neither true nor false")
        return {name: state == "true" for name, state in states.items()}

    def integrity_url(self, form_id: str) -> str:
        """Return the integrity address in the manifest of a form."""
        (item,) = [one for one in self._form_list() if one["formID"] == form_id]
        return next(file["integrityUrl"] for file in self._manifest(item) if file["type"])

    def _accept_length(self) -> int:
        answer = self._request("HEAD", f"{self._base}/submission", {}, b"")
        if answer.status != 204:
            raise ProtocolError(f"HEAD was answered {answer.status}")
        if "location" in answer.headers:
            raise ProtocolError("a Location sends the app elsewhere")
        return int(answer.headers.get("x-openrosa-accept-content-length", DEFAULT_LENGTH))

    def _post(self, body: bytes, kind: str, *, is_lost: bool) -> Answer:
        headers = {"Content-Type": kind, "Content-Length": str(len(body))}
        return self._request("POST", f"{self._base}/submission", headers, body, is_lost=is_lost)

    def _bytes(self, url: str) -> bytes:
        answer = self._get(url)
        if answer.status != 200:
            raise ProtocolError(f"{urlsplit(url).path} was answered {answer.status}")
        return answer.body

    def _get(self, url: str, *, query: str = "") -> Answer:
        """Ask for an address as OkHttp does: with its cache of what may be kept."""
        cached = self._cache.get(url)
        if cached is not None and "immutable" in cached.headers.get("cache-control", ""):
            return cached
        headers = {"If-None-Match": cached.headers["etag"]} if cached is not None else {}
        answer = self._request("GET", url, headers, b"", query=query)
        if answer.status == 304 and cached is not None:
            self.report.unchanged_count += 1
            return cached
        if answer.status == 200 and "etag" in answer.headers:
            self._cache[url] = answer
        return answer

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        query: str = "",
        is_lost: bool = False,
    ) -> Answer:
        if not url.isascii():
            raise ProtocolError(f"an address that is not percent-encoded: {url!r}")
        parts = urlsplit(url)
        self.report.request_count += 1
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        own = {
            "User-Agent": "org.odk.collect.android/v2026.3.4 Dalvik/2.1.0",
            "X-OpenRosa-Version": "1.0",
            "Date": "Fri, 20 Nov 2026 03:15:00 GMT",
        }
        path = f"{parts.path}?{query}deviceID={quote(self._device, safe='')}"
        try:
            connection.request(method, path, body or None, {**own, **headers})
            if is_lost:
                raise LostAnswer
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        except (TimeoutError, http.client.HTTPException, ConnectionError) as error:
            raise LostAnswer from error
        finally:
            connection.close()


def _groups(files: Mapping[str, bytes], accept: int, xml_size: int) -> list[list[str]]:
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


def _multipart(instance: Instance, names: list[str], *, is_last: bool) -> tuple[bytes, str]:
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


def _openrosa(answer: Answer, root_tag: str) -> ET.Element:
    """Return the root of a document, or raise as the app would give up."""
    if answer.status != 200:
        raise ProtocolError(f"returned status code {answer.status}")
    if "x-openrosa-version" not in answer.headers:
        raise ProtocolError("This server does not correctly implement the OpenRosa API.")
    if "text/xml" not in answer.headers.get("content-type", "text/xml"):
        raise ProtocolError("ContentType is not text/xml")
    root = ET.fromstring(answer.body.decode())  # noqa: S314 - the server under test made it
    if root.tag.lower() != root_tag.lower():
        raise ProtocolError(f"{root.tag} is not {root_tag}")
    return root


def _texts(item: ET.Element) -> dict[str, str]:
    return {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in item}


def _require(item: Mapping[str, str], *names: str) -> None:
    missing = [name for name in names if not item.get(name)]
    if missing:
        raise ProtocolError(f"an item lacks {missing}")


def _plain_hash(listed: str) -> str:
    if not re.fullmatch(r"md5:[0-9a-f]{32}", listed):
        raise ProtocolError(f"The server did not provide a hash: {listed!r}")
    return listed[4:]


def _has_newer_media(local: LocalForm, files: list[dict[str, str]]) -> bool:
    kept = {
        hashlib.md5(content, usedforsecurity=False).hexdigest() for content in local.media.values()
    }
    return any(
        not file["filename"].endswith(".zip") and _plain_hash(file["hash"]) not in kept
        for file in files
    )


def _entity_rows(content: bytes) -> dict[str, EntityRow]:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    rows: dict[str, EntityRow] = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
        if None in row or any(row.get(name) is None for name in ("name", "label", "__version")):
            raise ProtocolError("a row lacks a column")
        rest = {key: value for key, value in row.items() if key not in {"name", "label"}}
        rows[row["name"]] = EntityRow(row["label"], int(rest.pop("__version")), rest)
    return rows


def _message(answer: Answer) -> str:
    """Return what the app shows: the text of the first element named exactly `message`."""
    if b"OpenRosaResponse" not in answer.body:
        return f"Is this an OpenRosa submission endpoint? {answer.status}"
    match = re.search(r"<message[^>]*>([^<]*)</message>", answer.body.decode())
    return match[1] if match else "no message"
