"""A phone like ODK Collect, written from its protocol alone: it knows nothing of the server's code.

It syncs as the mode "match exactly" does, keeps what it was told to keep, fills in forms offline,
edits them, and sends until the server says 201. It is as strict as the app: what the app would
choke on raises ProtocolError here, and what the app passes over in silence stands in `problems`.
"""

import ssl
import uuid
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from tests.collect_entities import EntityList, apply_action, merge
from tests.collect_forms import Filled, fill, read_form
from tests.collect_kept import (
    LocalForm,
    LocalInstance,
    SyncReport,
    check_sent,
    has_newer_media,
    md5_of,
)
from tests.collect_network import LostAnswer, Network, Request, twelve_hour_date
from tests.collect_wire import (
    Answer,
    Instance,
    ProtocolError,
    Refused,
    entity_rows,
    groups_of_files,
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

__all__ = [
    "CollectPhone",
    "Instance",
    "LocalInstance",
    "LostAnswer",
    "ProtocolError",
    "Refused",
]


class CollectPhone:
    """A phone set up by a settings QR: `server_url` holds the token, or the phone signs in."""

    def __init__(
        self,
        server_url: str,
        sign_in: DigestClient | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        network: Network | None = None,
    ) -> None:
        self.base = server_url.rstrip("/")
        self._device = f"collect:{uuid.uuid4().hex[:16]}"
        self.network = network or Network(sign_in=sign_in, tls=tls)
        self.forms: dict[str, LocalForm] = {}
        self.entities: dict[str, EntityList] = {}
        self.instances: list[LocalInstance] = []
        self.report = SyncReport()

    def reinstall(self) -> None:
        """Get another device ID, as after installing the app anew from a backup."""
        self._device = f"collect:{uuid.uuid4().hex[:16]}"

    def sync(self) -> SyncReport:
        """Make the forms of the phone those of the server, and return what that took."""
        self.report = SyncReport()
        before = (self.network.request_count, self.network.unchanged_count)
        try:
            listed = self.form_list()
            for form_id in sorted(set(self.forms) - {item["formID"] for item in listed}):
                del self.forms[form_id]
                self.report.deleted.append(form_id)
            for item in listed:
                self._sync_form(item)
        finally:
            self.report.request_count = self.network.request_count - before[0]
            self.report.unchanged_count = self.network.unchanged_count - before[1]
        return self.report

    def finalise(
        self,
        form_id: str,
        answers: Mapping[str, str],
        files: Mapping[str, bytes] | None = None,
    ) -> LocalInstance:
        """Fill in a form and finalise it; what it says of entities holds on the phone at once."""
        form = self.forms[form_id]
        filled = fill(form.parts, answers, self.entities)
        for action in filled.actions:
            apply_action(self.entities, action)
        sent = Instance(self._file_name(form), filled.xml, dict(files or {}))
        made = LocalInstance(form, sent, filled.instance_id, answers)
        self.instances.append(made)
        return made

    def edit(
        self,
        old: LocalInstance,
        answers: Mapping[str, str],
        files: Mapping[str, bytes] | None = None,
    ) -> LocalInstance:
        """Edit a finalised form: a new instance of the same version of the form, with all files."""
        if not old.form.parts.is_editable:
            raise ValueError("the form can't be edited once it is finalised")
        merged = {**old.answers, **answers}
        before = Filled(old.instance.xml, old.instance_id, ())
        filled = fill(old.form.parts, merged, self.entities, edit_of=before)
        held = {**old.instance.files, **(files or {})}
        sent = Instance(self._file_name(old.form), filled.xml, held)
        made = LocalInstance(
            old.form, sent, filled.instance_id, merged, root=old.root or old, parent=old
        )
        self.instances.append(made)
        return made

    def send_all(self) -> list[Exception]:
        """Send what waits, in the order of finalising; one that fails does not stop the others."""
        failures: list[Exception] = []
        for one in self.instances:
            if one.is_sent:
                continue
            try:
                self.send(one.instance)
                one.is_sent = True
            except (LostAnswer, ProtocolError) as error:
                failures.append(error)
        return failures

    def send(self, instance: Instance, *, lose_answer_of_post: int | None = None) -> int:
        """Send an instance in as many POSTs as it needs and return how many there were.

        `lose_answer_of_post`: the connection breaks after that POST (from 0) was sent.
        """
        address, length = self._submission_address()
        groups = groups_of_files(instance.files, length, len(instance.xml))
        for number, group in enumerate(groups):
            body, kind = multipart_body(instance, group, is_last=number == len(groups) - 1)
            answer = self._request("POST", address, {"Content-Type": kind}, body)
            if number == lose_answer_of_post:
                raise LostAnswer
            check_sent(answer)
        return len(groups)

    def ask(self, path: str) -> Answer:
        """Ask for something below the phone's address."""
        return self._get(self.base + path)

    def post(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a body as it is to the address of submissions."""
        return self._request("POST", f"{self.base}/submission", headers, body)

    def form_list(self) -> list[dict[str, str]]:
        """Return the forms that the server lists."""
        answer = self._get(f"{self.base}/formList")
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
        if is_same and local is not None and not has_newer_media(local, files):
            return
        self._download(item, files)
        (self.report.updated if local else self.report.new).append(item["formID"])

    def _manifest(self, item: dict[str, str]) -> list[dict[str, str]]:
        """Return what a manifest lists; the app takes one that it can't get for an empty one."""
        if not item.get("manifestUrl"):
            return []
        try:
            answer = self._get(item["manifestUrl"])
        except LostAnswer:
            answer = Answer(0, {}, b"")
        if answer.status != 200:
            self.report.problems.append(f"the manifest of {item['formID']}: {answer.status}")
            return []
        root = openrosa_document(answer, f"{MANIFEST}manifest")
        files = []
        for element in root.findall(f"{MANIFEST}mediaFile"):
            file = texts_of(element) | {"type": element.get("type", "")}
            require(file, "filename", "hash", "downloadUrl")
            if file["filename"] == "last-saved.xml":
                raise ProtocolError("last-saved.xml is the phone's own")
            files.append(file)
        return files

    def _download(self, item: dict[str, str], files: list[dict[str, str]]) -> None:
        xml = self._bytes(item["downloadUrl"])
        if md5_of(xml) != plain_hash(item["hash"]):
            raise ProtocolError(f"the hash of {item['formID']} is not that of its bytes")
        parts = read_form(xml)
        if parts.instance.get("id") != item["formID"]:
            raise ProtocolError(f"{item['formID']} is listed for {parts.instance.get('id')}")
        if parts.action is not None:
            raise ProtocolError(f"{item['formID']} sends its answers to {parts.action}")
        form = LocalForm(item["formID"], item.get("version") or None, xml, parts)
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
            if md5_of(content) == wanted:
                return content
        content = self._bytes(file["downloadUrl"])
        if md5_of(content) != wanted:
            raise ProtocolError(f"the hash of {file['filename']} is not that of its bytes")
        return content

    def _update_entities(self, file: dict[str, str]) -> None:
        name, wanted = file["filename"].removesuffix(".csv"), plain_hash(file["hash"])
        known = self.entities.get(name)
        if known is not None and known.hash == wanted:
            return
        rows = entity_rows(self._bytes(file["downloadUrl"]))
        local = known or EntityList(wanted)
        merge(local, rows, lambda uuids: self.deleted_entities(file["integrityUrl"], uuids))
        local.hash = wanted
        local.needs_approval = file["type"] == "approvalEntityList"
        self.entities[name] = local

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
        (item,) = [one for one in self.form_list() if one["formID"] == form_id]
        return next(file["integrityUrl"] for file in self._manifest(item) if file["type"])

    def _submission_address(self) -> tuple[str, int]:
        """Return where to send, and how much at once."""
        address = f"{self.base}/submission"
        answer = self._request("HEAD", address, {}, b"")
        if answer.status in {200, 201, 202, 404, 405}:
            raise ProtocolError(f"Is this an OpenRosa submission endpoint? ({answer.status})")
        if answer.status == 401:
            raise ProtocolError("Invalid username or password (401)")
        if answer.status != 204:
            return address, DEFAULT_LENGTH
        if "location" in answer.headers:
            elsewhere = unquote(answer.headers["location"])
            raise ProtocolError(f"a Location makes the app forget the length: {elsewhere}")
        return address, int(answer.headers.get("x-openrosa-accept-content-length", DEFAULT_LENGTH))

    def _bytes(self, url: str) -> bytes:
        answer = self._get(url)
        if answer.status != 200:
            raise ProtocolError(f"{urlsplit(url).path} was answered {answer.status}")
        return answer.body

    def _get(self, url: str, *, query: str = "") -> Answer:
        return self.network.get(url + query, self._with_device(url, query), self._headers())

    def _request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        length = {"Content-Length": str(len(body))} if method == "POST" else {}
        own = {**self._headers(), **headers, **length}
        return self.network.carry(Request(method, self._with_device(url), own, body))

    def _with_device(self, url: str, query: str = "") -> str:
        return f"{url}?{query}deviceID={quote(self._device, safe='')}"

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": "org.odk.collect.android/v2026.3.4 Dalvik/2.1.0",
            "X-OpenRosa-Version": "1.0",
            "Date": twelve_hour_date(self.network.now()),
        }

    def _file_name(self, form: LocalForm) -> str:
        return f"{form.parts.title}_{self.network.now():%Y-%m-%d_%H-%M-%S}.xml"
