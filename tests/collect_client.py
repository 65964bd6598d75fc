"""A phone like ODK Collect, written from its protocol alone: it knows nothing of the server's code.

It syncs as the mode "match exactly" does, keeps what it was told to keep, and is as strict as the
app: what the app would choke on raises ProtocolError here.
"""

import hashlib
import http.client
import ssl
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from tests.collect_wire import (
    Answer,
    EntityRow,
    Instance,
    ProtocolError,
    entity_rows,
    groups_of_files,
    message_of,
    multipart_body,
    openrosa_document,
    plain_hash,
    require,
    texts_of,
)
from tests.digest_client import DigestClient

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
DEFAULT_LENGTH = 10_000_000


class LostAnswer(Exception):
    """The connection broke before the answer came."""


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


@dataclass(slots=True)
class EntityList:
    """An entity list on the phone, shared by all its forms."""

    hash: str
    rows: dict[str, EntityRow]


@dataclass(slots=True)
class SyncReport:
    """What a sync did, and how many requests went out and how many were answered 304."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    request_count: int = 0
    unchanged_count: int = 0


class CollectPhone:
    """A phone set up by a settings QR: `server_url` holds the token, or the phone signs in."""

    def __init__(
        self,
        server_url: str,
        sign_in: DigestClient | None = None,
        *,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._sign_in = sign_in
        self._tls = tls
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
        groups = groups_of_files(instance.files, self._accept_length(), len(instance.xml))
        for number, group in enumerate(groups):
            is_last = number == len(groups) - 1
            body, kind = multipart_body(instance, group, is_last=is_last)
            is_lost = number == lose_answer_of_post
            answer = self._post(body, kind, is_lost=is_lost)
            if answer.status not in {201, 202}:
                raise ProtocolError(f"Error: {message_of(answer)} ({answer.status})")
        return len(groups)

    def _form_list(self) -> list[dict[str, str]]:
        answer = self._get(f"{self._base}/formList")
        root = openrosa_document(answer, f"{LIST}xforms")
        items = [texts_of(item) for item in root.findall(f"{LIST}xform")]
        for item in items:
            require(item, "formID", "name", "downloadUrl")
        return items

    def _sync_form(self, item: dict[str, str]) -> None:
        files = self._manifest(item)
        local = self.forms.get(item["formID"])
        listed_hash = plain_hash(item.get("hash", ""))
        is_same = local is not None and local.md5 == listed_hash
        if is_same and local is not None and not _has_newer_media(local, files):
            return
        self._download(item, files)
        (self.report.updated if local else self.report.new).append(item["formID"])

    def _manifest(self, item: dict[str, str]) -> list[dict[str, str]]:
        if not item.get("manifestUrl"):
            return []
        root = openrosa_document(self._get(item["manifestUrl"]), f"{MANIFEST}manifest")
        files = []
        for element in root.findall(f"{MANIFEST}mediaFile"):
            file = texts_of(element) | {"type": element.get("type", "")}
            require(file, "filename", "hash", "downloadUrl")
            files.append(file)
        return files

    def _download(self, item: dict[str, str], files: list[dict[str, str]]) -> None:
        xml = self._bytes(item["downloadUrl"])
        if hashlib.md5(xml, usedforsecurity=False).hexdigest() != plain_hash(item["hash"]):
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
        wanted = plain_hash(file["hash"])
        for content in (old.media if old else {}).values():
            if hashlib.md5(content, usedforsecurity=False).hexdigest() == wanted:
                return content
        content = self._bytes(file["downloadUrl"])
        if hashlib.md5(content, usedforsecurity=False).hexdigest() != wanted:
            raise ProtocolError(f"the hash of {file['filename']} is not that of its bytes")
        return content

    def _update_entities(self, file: dict[str, str]) -> None:
        name, wanted = file["filename"].removesuffix(".csv"), plain_hash(file["hash"])
        known = self.entities.get(name)
        if known is not None and known.hash == wanted:
            return
        self.entities[name] = EntityList(wanted, entity_rows(self._bytes(file["downloadUrl"])))

    def deleted_entities(self, list_url: str, uuids: list[str]) -> dict[str, bool]:
        """Ask an integrity address which of some entities are deleted."""
        answer = self._get(list_url, query=f"id={quote(','.join(uuids), safe='')}&")
        root = openrosa_document(answer, "data")
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
        path = f"{parts.path}?{query}deviceID={quote(self._device, safe='')}"
        for _ in range(3):
            signed = {**headers, **self._signed(method, path)}
            answer = self._exchange(method, url, path, signed, body, is_lost=is_lost)
            if answer.status != 401 or self._sign_in is None:
                return answer
            if not self._sign_in.take([answer.headers.get("www-authenticate", "")]):
                raise ProtocolError(f"Invalid username or password for server: {parts.hostname}")
        raise ProtocolError("the server asks for the password again and again")

    def _connection(self, host: str, port: int | None) -> http.client.HTTPConnection:
        if self._tls is not None:
            return http.client.HTTPSConnection(host, port, timeout=60, context=self._tls)
        return http.client.HTTPConnection(host, port, timeout=60)

    def _signed(self, method: str, path: str) -> dict[str, str]:
        """Return the credentials, once there was a challenge: they are never sent before."""
        if self._sign_in is None or not self._sign_in.challenge:
            return {}
        return {"Authorization": self._sign_in.answer(method, path)}

    def _exchange(
        self,
        method: str,
        url: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        *,
        is_lost: bool,
    ) -> Answer:
        parts = urlsplit(url)
        self.report.request_count += 1
        connection = self._connection(parts.hostname or "", parts.port)
        own = {
            "User-Agent": "org.odk.collect.android/v2026.3.4 Dalvik/2.1.0",
            "X-OpenRosa-Version": "1.0",
            "Date": "Fri, 20 Nov 2026 03:15:00 GMT",
        }
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


def _has_newer_media(local: LocalForm, files: list[dict[str, str]]) -> bool:
    kept = {
        hashlib.md5(content, usedforsecurity=False).hexdigest() for content in local.media.values()
    }
    return any(
        not file["filename"].endswith(".zip") and plain_hash(file["hash"]) not in kept
        for file in files
    )
