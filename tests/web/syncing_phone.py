"""A phone in the mode "match exactly" that syncs request by request, as Collect's source does.

Between any two of its requests a test may change the server. A manifest that cannot be had is
swallowed, any other failure leaves the form as it was, and what may be kept is asked for with the
ETag, or not at all.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree
from werkzeug.test import TestResponse

from tests.web.openrosa_phone import Phone

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


class Refused(Exception):
    """A request of the phone that was not answered 200 or 304."""


@dataclass(slots=True)
class Installed:
    """A form on the phone with its media files; entity lists are none."""

    xml: bytes
    media: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class SyncingPhone:
    """What is on the phone, and the statuses of its last sync."""

    phone: Phone
    forms: dict[str, Installed] = field(default_factory=dict)
    lists: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    before_request: Callable[[int], None] = lambda _: None
    cache: dict[str, TestResponse] = field(default_factory=dict)

    def sync(self) -> list[int]:
        """Make the phone's forms those of the list and return the status of every request."""
        self.statuses = []
        items = self._items("/formList", f"{LIST}xform")
        listed = {item["formID"] for item in items}
        self.forms = {name: one for name, one in self.forms.items() if name in listed}
        for item in items:
            self._sync_form(item)
        return self.statuses

    def _sync_form(self, item: dict[str, str]) -> None:
        files = self._manifest(item)
        old = self.forms.get(item["formID"])
        kept = {md5(one) for one in old.media.values()} if old is not None else set()
        is_known = old is not None and f"md5:{md5(old.xml)}" == item["hash"]
        if is_known and all(file["hash"].removeprefix("md5:") in kept for file in files):
            return
        try:
            made = Installed(self._get(item["downloadUrl"]))
            assert f"md5:{md5(made.xml)}" == item["hash"]
            for file in files:
                self._install(file, made, old)
        except Refused:
            return
        self.forms[item["formID"]] = made

    def _install(self, file: dict[str, str], made: Installed, old: Installed | None) -> None:
        name, wanted = file["filename"], file["hash"].removeprefix("md5:")
        if file["type"]:
            if self.lists.get(name, ("", b""))[0] != wanted:
                self.lists[name] = (wanted, self._get(file["downloadUrl"]))
            return
        held = [one for one in (old.media.values() if old else ()) if md5(one) == wanted]
        made.media[name] = held[0] if held else self._get(file["downloadUrl"])
        assert md5(made.media[name]) == wanted

    def _manifest(self, item: dict[str, str]) -> list[dict[str, str]]:
        try:
            return self._items(item.get("manifestUrl", ""), f"{MANIFEST}mediaFile")
        except Refused:
            return []

    def _items(self, address: str, tag: str) -> list[dict[str, str]]:
        if not address:
            return []
        root = etree.fromstring(self._get(address))
        return [
            {"type": element.get("type", "")}
            | {etree.QName(child).localname: child.text or "" for child in element}
            for element in root.iter(tag)
        ]

    def _get(self, address: str) -> bytes:
        cached = self.cache.get(address)
        if cached is not None and "immutable" in cached.headers.get("Cache-Control", ""):
            return cached.data
        self.before_request(len(self.statuses))
        tag = {"If-None-Match": cached.headers["ETag"]} if cached is not None else {}
        answer = self.phone.get(address, tag)
        self.statuses.append(answer.status_code)
        if answer.status_code == 304 and cached is not None:
            return cached.data
        if answer.status_code != 200:
            raise Refused(f"{address}: {answer.status_code}")
        self.cache[address] = answer
        return answer.data


def md5(content: bytes) -> str:
    """Return the hash that lists and manifests name bytes by."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
