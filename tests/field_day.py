"""A day of two phones with a server: what they do, and what the server must hold in the end."""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from tests.collect_client import CollectPhone, LostAnswer, ProtocolError, Refused
from tests.collect_field_forms import LIST_NAME, check_form
from tests.collect_kept import LocalInstance
from tests.collect_network import Fault, Network
from tests.collect_site import Site
from tests.collect_wire import Instance


class FieldDay:
    """What two phones do in a project; the days say how wrong their clocks are."""

    def __init__(self, site: Site, days: Sequence[int]) -> None:
        self.site = site
        self.phones = [site.phone(Network(clock=timedelta(days=one))) for one in days]
        self.version = 1
        self.refused: set[str] = set()
        """Instance IDs that belong into the quarantine."""
        self.updates: dict[str, int] = {}
        """How many follow-ups were made of each entity, by UUID."""
        for phone in self.phones:
            phone.sync()

    def sync(self, phone: int, faults: Sequence[Fault] = ()) -> None:
        """Sync, on a line where these faults happen."""
        one = self.phones[phone]
        one.network.faults = list(faults)
        try:
            report = one.sync()
        except (LostAnswer, ProtocolError):
            if len(one.network.faults) == len(faults):
                raise
            return
        if len(one.network.faults) == len(faults):
            assert report.problems == []
            assert report.deleted == []

    def check(self, phone: int, sizes: Sequence[int], seed: int) -> None:
        """Finalise a check with photos of these sizes."""
        files = _photos(sizes, seed)
        answers = {"note": f"第 {seed} 次"}
        answers |= {f"photo_{x}": name for x, name in zip("abc", files, strict=False)}
        self.phones[phone].finalise("check", answers, files)

    def edited(self, phone: int) -> list[LocalInstance]:
        """Return what can be edited: the newest of each chain."""
        one = self.phones[phone]
        old = {id(edit.parent) for edit in one.instances}
        return [
            found
            for found in one.instances
            if id(found) not in old and found.form.parts.is_editable
        ]

    def edit(self, phone: int, which: int, sizes: Sequence[int]) -> None:
        """Edit something that was finalised, whether it was sent or not."""
        found = self.edited(phone)
        if not found:
            return
        old = found[which % len(found)]
        files = _photos(sizes, which + len(old.instance.files))
        name = "note" if old.form.form_id == "check" else "what"
        self.phones[phone].edit(old, {name: f"edited {which}"}, files)

    def register(self, phone: int, risk: str) -> None:
        """Make an entity."""
        one = self.phones[phone]
        label = f"厂 {phone}-{len(one.instances)}"
        one.finalise("register", {"what": label, "risk": risk})

    def follow_up(self, phone: int, which: int, risk: str) -> None:
        """Change an entity that the phone knows."""
        one = self.phones[phone]
        known = sorted(one.entities[LIST_NAME].rows)
        uuid = known[which % len(known)]
        self.updates[uuid] = self.updates.get(uuid, 0) + 1
        one.finalise("follow_up", {"site": uuid, "risk": risk, "remark": f"{phone} {which}"})

    def send(self, phone: int, faults: Sequence[Fault]) -> None:
        """Send all that waits, on a line where these faults happen."""
        one = self.phones[phone]
        one.network.faults = list(faults)
        for error in one.send_all():
            if not self._is_expected(one, error):
                raise error
        one.network.faults = []

    def _is_expected(self, phone: CollectPhone, error: Exception) -> bool:
        """Tell whether a failure is the line's: an edit is refused while its parent waits."""
        waits = {id(one) for one in phone.instances if not one.is_sent}
        if isinstance(error, Refused):
            is_behind = any(id(one.parent) in waits for one in phone.instances if not one.is_sent)
            return error.status == 404 and is_behind
        return isinstance(error, LostAnswer) or "(502)" in str(error)

    def has_late(self) -> bool:
        """Tell whether copies are still under way."""
        return any(one.network.late for one in self.phones)

    def deliver_late(self, which: int) -> None:
        """Let one of the late copies arrive."""
        networks = [one.network for one in self.phones if one.network.late]
        networks[which % len(networks)].deliver_late(which)

    def tamper(self, phone: int, which: int) -> None:
        """Send another document under the ID of one that arrived: it must be refused and kept."""
        sent = [one for one in self.phones[phone].instances if one.is_sent]
        if not sent:
            return
        old = sent[which % len(sent)]
        changed = old.instance.xml.replace(b"</data>", b"<!-- changed --><other/></data>")
        with pytest.raises(Refused, match=r"\(409\)"):
            self.phones[phone].send(Instance("changed.xml", changed, {}))
        self.refused.add(old.instance_id)

    def publish(self) -> None:
        """Publish the next version of the check."""
        self.version += 1
        self.site.publish(check_form(str(self.version)))

    def end(self) -> None:
        """Let late copies arrive, then send and sync without a fault until nothing waits."""
        while self.has_late():
            self.deliver_late(0)
        self.site.server.wait_until_idle()
        for number, phone in enumerate(self.phones):
            self.send(number, [])
            assert all(one.is_sent for one in phone.instances)
        self.site.server.work()
        for number, phone in enumerate(self.phones):
            self.sync(number)
            report = phone.sync()
            assert report.request_count == report.unchanged_count

    def check_server(self) -> None:
        """Check that the server holds everything once, and the phones what it has."""
        assert self.site.server.failures == 0
        assert self.site.quarantined() == sorted(self.refused)
        self._check_submissions()
        self._check_entities()

    def _check_submissions(self) -> None:
        held = {one.instance_id: one for one in self.site.held()}
        sent = [one for phone in self.phones for one in phone.instances]
        assert set(held) == {one.instance_id for one in sent}
        roots: dict[int, str] = {}
        for one in sent:
            found = held[one.instance_id]
            root = (one.root or one).instance_id
            assert found.xml == one.instance.xml
            assert found.files == one.instance.files, (one.instance_id, root)
            assert roots.setdefault(found.submission_id, root) == root
        assert len(roots) == len({(one.root or one).instance_id for one in sent})
        newest = {one.instance_id for n in range(len(self.phones)) for one in self.newest(n)}
        assert {one.instance_id for one in held.values() if one.is_current} == newest

    def newest(self, phone: int) -> list[LocalInstance]:
        """Return the last edit of everything."""
        one = self.phones[phone]
        old = {id(edit.parent) for edit in one.instances}
        return [found for found in one.instances if id(found) not in old]

    def _check_entities(self) -> None:
        assert self.site.entity_problems() == []
        stored = self.site.entity_rows(LIST_NAME)
        made = {
            one.answers["what"]
            for phone in self.phones
            for one in phone.instances
            if one.form.form_id == "register" and one.parent is None
        }
        assert sorted(label for label, _, _ in stored.values()) == sorted({"甲", "乙", *made})
        for uuid, (_, version, _) in stored.items():
            assert version == 1 + self.updates.get(uuid, 0), uuid
        for phone in self.phones:
            rows = phone.entities[LIST_NAME].rows
            seen = {
                uuid: (row.label, row.version, _filled(row.properties))
                for uuid, row in rows.items()
            }
            assert seen == {u: (*of[:2], _filled(of[2])) for u, of in stored.items()}


def _filled(properties: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in properties.items() if value}


def _photos(sizes: Sequence[int], seed: int) -> dict[str, bytes]:
    chance = random.Random(seed)
    return {f"{seed}_{n}.jpg": chance.randbytes(size) for n, size in enumerate(sizes)}
