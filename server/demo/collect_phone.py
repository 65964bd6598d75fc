"""A phone: gets its form and sends what was filled in with photos, as ODK Collect does."""

import uuid
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from server.demo.draws import drawn_for
from server.demo.entity_blocks import with_entities
from server.demo.pictures import photo, signature
from server.demo.posting_plan import FormTask, Phone
from server.demo.site_checks import FilledForm, PlannedPhoto
from server.demo.web_client import PostingFailed, WebClient
from server.domain.write_submission import write_submission
from server.domain.xml_parsing import parse_xml
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform

_XML = "xml_submission_file"
_ALTERED = "补充：企业当天提供了新的考勤记录，结论待研究。"
_SPLIT_EVERY, _FIRST_PART = 5, 2
"""Every fifth one is sent in two parts, the first with two photos, as a slow network makes it."""


class CollectPhone:
    """A phone that sends filled forms on one connection."""

    def __init__(self, base_url: str, phone: Phone) -> None:
        self._phone = phone
        self._path = f"/v1/key/{phone.token}/projects/{phone.project_id}"
        self._client = WebClient(
            base_url,
            {"User-Agent": "org.odk.collect.android/v2025.3.4", "X-OpenRosa-Version": "1.0"},
        )
        self._forms: dict[str, CompiledForm] = {}

    def send(self, task: FormTask) -> None:
        """Send a filled form with its photos; raises PostingFailed."""
        filled = task.filled(self._phone)
        xml = self._written(task, filled)
        for part, is_last in _parts(filled, task.number):
            body, kind = _body(xml, _files(part, task.number), is_last=is_last)
            self._client.post(self._address, body, kind)

    def send_altered(self, task: FormTask) -> None:
        """Send a form that is there already once more, with another text; raises PostingFailed.

        As phones of some years ago did when somebody changed a form whose sending was cancelled.
        """
        filled = task.filled(self._phone)
        conclusion = filled.answers["conclusion"]
        if isinstance(conclusion, dict):
            conclusion["summary"] = _ALTERED
        photos = filled.photos[:_FIRST_PART]
        body, kind = _body(self._written(task, filled), _files(photos, task.number), is_last=True)
        self._client.post_refused(self._address, body, kind)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _written(self, task: FormTask, filled: FilledForm) -> bytes:
        form = self._forms.get(task.form_id) or self._get_form(task.form_id)
        self._forms[task.form_id] = form
        xml = write_submission(
            form,
            filled.answers,
            instance_id=task.instance_id,
            instance_name=filled.instance_name,
        )
        return with_entities(xml, filled.entities)

    def _get_form(self, form_id: str) -> CompiledForm:
        listed = self._client.get(f"{self._path}/formList?formID={form_id}").body
        address = parse_xml(listed).root.findtext(".//{*}downloadUrl")
        if address is None:
            raise PostingFailed(f"the form {form_id} is not offered to this phone")
        parts = urlsplit(address)
        found = self._client.get(parts.path + (f"?{parts.query}" if parts.query else ""))
        return read_xform(found.body)

    @property
    def _address(self) -> str:
        return f"{self._path}/submission?deviceID={quote(self._phone.device_id, safe='')}"


def _parts(filled: FilledForm, number: int) -> Sequence[tuple[Sequence[PlannedPhoto], bool]]:
    """Return the photos of each POST, and whether it is the last."""
    photos = filled.photos
    if number % _SPLIT_EVERY or len(photos) <= _FIRST_PART:
        return [(photos, True)]
    return [(photos[:_FIRST_PART], False), (photos[_FIRST_PART:], True)]


def _files(photos: Sequence[PlannedPhoto], number: int) -> list[tuple[str, bytes]]:
    made = []
    for planned in photos:
        draw = drawn_for("photo", number, planned.file_name)
        scene = planned.scene
        data = signature(draw) if scene is None else photo(draw, scene, planned.caption)
        made.append((planned.file_name, data))
    return made


def _body(xml: bytes, files: Sequence[tuple[str, bytes]], *, is_last: bool) -> tuple[bytes, str]:
    """Return the body of a POST, and its content type."""
    boundary = uuid.uuid4().hex
    parts = [_part(boundary, _XML, "submission.xml", xml, "text/xml")]
    parts += [_part(boundary, name, name, data, "image/jpeg") for name, data in files]
    if not is_last:
        parts.append(_part(boundary, "*isIncomplete*", "", b"yes", ""))
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def _part(boundary: str, name: str, file_name: str, data: bytes, content_type: str) -> bytes:
    file = f'; filename="{file_name}"' if file_name else ""
    kind = f"Content-Type: {content_type}\r\n" if content_type else ""
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{kind}\r\n'
    return head.encode() + data + b"\r\n"
