"""Short days that notice traps: each does what a good server takes well, and compares."""

import gzip
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.collect_client import CollectPhone, Instance, Refused
from tests.collect_field_forms import LIST_NAME, check_form, follow_up_form, registration_form
from tests.collect_network import Fault, Network, Request
from tests.collect_site import Site
from tests.collect_wire import multipart_body

Day = Callable[[Site], None]


def _ready(site: Site, network: Network | None = None, *, meta: str = "orx:meta") -> CollectPhone:
    site.publish(check_form("1", meta=meta))
    phone = site.phone(network)
    phone.sync()
    return phone


def _with_lists(site: Site) -> CollectPhone:
    site.publish(check_form("1"))
    site.publish(registration_form("1"))
    site.publish(follow_up_form("1"))
    site.add_entities(LIST_NAME, ["甲", "乙", "丙"])
    return site.phone()


def _photos(count: int, size: int, seed: int = 1) -> dict[str, bytes]:
    chance = random.Random(seed)
    return {f"{n}.jpg": chance.randbytes(size) for n in range(count)}


def _send(phone: CollectPhone) -> None:
    for error in phone.send_all():
        raise error


def _check_once(site: Site, *phones: CollectPhone) -> None:
    """Check that the server holds each instance once, byte for byte, with all of its files."""
    sent = [one for phone in phones for one in phone.instances]
    held = site.held()
    assert sorted(one.instance_id for one in held) == sorted(one.instance_id for one in sent)
    by_id = {one.instance_id: one for one in held}
    for one in sent:
        assert by_id[one.instance_id].xml == one.instance.xml
        assert by_id[one.instance_id].files == one.instance.files
    roots = {(one.root or one).instance_id for one in sent}
    assert len({one.submission_id for one in held}) == len(roots)
    assert site.quarantined() == []


def syncing(site: Site) -> None:
    """Sync with a file and a list, then twice more without news."""
    phone = _with_lists(site)
    site.attach("check", "图示 1.csv", b"a,b\n1,2\n")
    first = phone.sync()
    again = phone.sync()
    assert first.problems == again.problems == []
    assert sorted(first.new) == ["check", "follow_up", "register"]
    assert again.deleted == []
    assert again.request_count == again.unchanged_count
    assert set(phone.forms["check"].media) == {"图示 1.csv"}
    labels = sorted(row.label for row in phone.entities[LIST_NAME].rows.values())
    assert labels == sorted(["甲", "乙", "丙"])
    phone.sync()
    assert set(phone.forms) == {"check", "follow_up", "register"}


def publishing_meanwhile(site: Site) -> None:
    """Publish the next version between any two requests of a sync."""
    for number in range(1, 4):
        network = Network()
        form_id = f"check_{number}"
        site.publish(check_form("1", form_id=form_id))
        site.attach(form_id, "a.csv", b"1")
        phone = site.phone(network)
        asked: list[Request] = []

        def publish(
            request: Request, number: int = number, form_id: str = form_id, seen: list = asked
        ) -> None:
            seen.append(request)
            if len(seen) == number:
                site.publish(check_form("2", form_id=form_id))

        network.before = publish
        phone.sync()
        network.before = None
        phone.sync()
        assert phone.forms[form_id].version == "2"


def news(site: Site) -> None:
    """Publish a version and add an entity after a sync: the next sync brings both."""
    phone = _with_lists(site)
    phone.sync()
    site.publish(check_form("2"))
    site.add_entities(LIST_NAME, ["丁"])
    phone.sync()
    assert phone.forms["check"].version == "2"
    labels = {row.label for row in phone.entities[LIST_NAME].rows.values()}
    assert labels == {"甲", "乙", "丙", "丁"}


def sending(site: Site) -> None:
    """Send a check without files, and one with a file."""
    phone = _ready(site)
    phone.finalise("check", {"note": "  一切正常 é é "})
    phone.finalise("check", {"note": "x", "photo_a": "0.jpg"}, _photos(1, 1000))
    _send(phone)
    _check_once(site, phone)


def resending(site: Site) -> None:
    """Lose answers, and send all of it again."""
    phone = _ready(site)
    for number in range(3):
        phone.finalise("check", {"note": "x"}, _photos(number, 40_000))
    phone.network.faults = [Fault.LOST, Fault.LATE_COPY]
    phone.send_all()
    _send(phone)
    for one in phone.instances:
        phone.send(one.instance)
    phone.network.deliver_late(0)
    _check_once(site, phone)


def splitting(site: Site) -> None:
    """Send files in several parts, some that no answer names, some of the same name as before."""
    phone = _ready(site)
    for seed in (1, 2):
        phone.finalise("check", {"note": "x", "photo_a": "0.jpg"}, _photos(6, 40_000, seed))
    _send(phone)
    _check_once(site, phone)


def differing(site: Site) -> None:
    """Send another document under a known ID: it is refused in words, and kept."""
    phone = _ready(site)
    made = phone.finalise("check", {"note": "现场"})
    _send(phone)
    changed = Instance("b.xml", made.instance.xml.replace("现场".encode(), b"else"), {})
    with pytest.raises(Refused, match=r"\(409\)") as refusal:
        phone.send(changed)
    assert len(refusal.value.message) > 5
    assert site.quarantined() == [made.instance_id]
    assert [one.xml for one in site.held()] == [made.instance.xml]


def being_late(site: Site) -> None:
    """Send what was filled in a version that has been replaced, and fetch that version."""
    phone = _ready(site)
    (listed,) = phone.form_list()
    phone.finalise("check", {"note": "old"})
    site.publish(check_form("2"))
    phone.sync()
    phone.finalise("check", {"note": "new"})
    _send(phone)
    _check_once(site, phone)
    old = urlsplit(listed["downloadUrl"])
    answer = phone.network.get(old.geturl(), f"{old.geturl()}?late=1", {})
    assert answer.status == 200


def editing(site: Site) -> None:
    """Edit checks whose meta is written in either way, with more files than fit in one POST."""
    site.publish(check_form("1", form_id="plain", meta="meta"))
    phone = _ready(site)
    for form_id in ("check", "plain"):
        first = phone.finalise(form_id, {"note": "1"}, _photos(2, 1000))
        _send(phone)
        second = phone.edit(first, {"note": "2"}, _photos(4, 60_000, seed=2))
        phone.network.faults = [Fault.LOST]
        phone.send_all()
        _send(phone)
        phone.edit(second, {"note": "3"})
        _send(phone)
        phone.send(first.instance)
    _check_once(site, phone)


def old_spelling(site: Site) -> None:
    """Send what a form of former days makes: its version is `orx:version`."""
    phone = _ready(site)
    made = phone.finalise("check", {"note": "x"})
    xml = made.instance.xml.replace(b' version="1"', b' orx:version="1"')
    made.instance = Instance("a.xml", xml, {})
    _send(phone)
    _check_once(site, phone)


def naming(site: Site) -> None:
    """Send files of every name."""
    phone = _ready(site)
    names = [
        "现场 照片.jpg",
        "📷.jpg",
        "A.JPG",
        "a.jpg",
        "../../etc/passwd",
        "a/b.jpg",
        "b.jpg",
        'q".jpg',
    ]
    phone.finalise("check", {"note": "x"}, {name: name.encode() for name in names})
    _send(phone)
    _check_once(site, phone)


def breaking_off(site: Site) -> None:
    """Send bodies that are not whole: none of them is ever taken for whole."""
    phone = _ready(site)
    made = phone.finalise("check", {"note": "x"}, _photos(2, 5_000))
    phone.network.faults = [Fault.HALF]
    for error in phone.send_all():
        assert isinstance(error, Refused), error
    body, kind = multipart_body(made.instance, list(made.instance.files), is_last=True)
    for headers, sent in (
        ({"Content-Type": "multipart/form-data"}, body),
        ({"Content-Type": kind, "Content-Encoding": "gzip"}, gzip.compress(body)),
        ({"Content-Type": kind}, body.replace(b"xml_submission_file", b"xml_file")),
    ):
        assert phone.post(headers, sent).status in {400, 415}
    assert site.held() == []
    _send(phone)
    _check_once(site, phone)


def carrying_much(site: Site) -> None:
    """Send a photo of three megabytes, 101 files at once, and a long answer in a plain field."""
    phone = _ready(site)
    phone.finalise("check", {"note": "x"}, _photos(1, 3_000_000))
    phone.finalise("check", {"note": "x"}, _photos(150, 10))
    _send(phone)
    long = phone.finalise("check", {"note": "长" * 250_000})
    body, kind = multipart_body(long.instance, [], is_last=True)
    plain = body.replace(f'; filename="{long.instance.file_name}"'.encode(), b"")
    assert phone.post({"Content-Type": kind}, plain).status == 201
    _check_once(site, phone)


def attacking(site: Site) -> None:
    """Send a document type, which is refused, and a control character, which is stored."""
    phone = _ready(site)
    made = phone.finalise("check", {"note": "x"})
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha">]><data'
    hostile = Instance("a.xml", made.instance.xml.replace(b"<data", laughs), {})
    with pytest.raises(Refused, match=r"\(400\)"):
        phone.send(hostile)
    made.instance = Instance("a.xml", made.instance.xml.replace(b">x<", b">&#29;[)&gt;<"), {})
    _send(phone)
    _check_once(site, phone)


def asking_of_many(site: Site) -> None:
    """Ask of five hundred entities made offline; those unknown are not deleted."""
    phone = _with_lists(site)
    phone.sync()
    for number in range(500):
        phone.finalise("register", {"what": f"新 {number}", "risk": "low"})
    site.add_entities(LIST_NAME, ["戊"])
    phone.sync()
    assert len(phone.entities[LIST_NAME].rows) == 504


def being_a_stranger(site: Site) -> None:
    """Come with a token that is wrong: 403 in words, never 401 and never a page."""
    phone = _ready(site)
    stranger = phone.with_token("x" * 64)
    for answer in (stranger.ask("/formList"), stranger.ask("/submission")):
        assert answer.status == 403
    stranger.forms = phone.forms
    stranger.finalise("check", {"note": "x"})
    (refusal,) = stranger.send_all()
    assert isinstance(refusal, Refused), refusal
    assert refusal.status == 403


def being_off(site: Site) -> None:
    """Work with clocks that are wrong by hours and by years."""
    for hours in (12, 24 * 3_650, -24 * 3_650):
        site.publish(check_form("1", form_id=f"check{hours}"))
        phone = site.phone(Network(clock=timedelta(hours=hours)))
        assert phone.sync().problems == []
        phone.finalise(f"check{hours}", {"note": "x"})
        _send(phone)
    assert len(site.held()) == 3


def being_impatient(site: Site) -> None:
    """Wait for an answer no longer than a phone does (a tenth of it)."""
    phone = _ready(site)
    phone.network.read_seconds = 5.0
    phone.finalise("check", {"note": "x"}, _photos(1, 1000))
    _send(phone)
    _check_once(site, phone)


def being_installed_anew(site: Site) -> None:
    """Send once more after the app was installed anew: another device ID, the same submission."""
    phone = _ready(site)
    phone.finalise("check", {"note": "x"})
    _send(phone)
    phone.reinstall()
    phone.send(phone.instances[0].instance)
    _check_once(site, phone)


def saying_nonsense_of_entities(site: Site) -> None:
    """Change an entity that nobody knows: the submission is taken all the same."""
    phone = _with_lists(site)
    phone.sync()
    phone.finalise("follow_up", {"site": "00000000-0000-4000-8000-000000000000", "risk": "高"})
    _send(phone)
    site.server.work()
    _check_once(site, phone)


DAYS: Mapping[str, Day] = {
    "01": syncing,
    "02": syncing,
    "03": sending,
    "04": sending,
    "05": sending,
    "06": syncing,
    "07": publishing_meanwhile,
    "08": syncing,
    "09": syncing,
    "10": resending,
    "11": differing,
    "12": sending,
    "13": being_late,
    "14": editing,
    "15": editing,
    "16": naming,
    "17": breaking_off,
    "18": carrying_much,
    "19": attacking,
    "20": asking_of_many,
    "21": being_a_stranger,
    "22": syncing,
    "23": being_off,
    "24": news,
    "25": syncing,
    "26": saying_nonsense_of_entities,
    "27": being_impatient,
    "28": sending,
    "29": sending,
    "30": syncing,
    "32": syncing,
    "33": splitting,
    "34": being_installed_anew,
    "35": syncing,
}
"""The day that notices a trap, by the trap's number."""

OTHER_DAYS: Mapping[str, Day] = {
    "02 no X-OpenRosa-Version on integrity": asking_of_many,
    "07 data of the user in the form": syncing,
    "10 the second POST is a second record": splitting,
    "11 an identical document is 409": resending,
    "14 orx:version is not seen": old_spelling,
    "16 a name is unique everywhere": splitting,
    "24 a form list that may be kept": news,
    "25 integrity deletes what it does not know": asking_of_many,
    "29 errors in GBK": differing,
    "29 errors in JSON": differing,
    "29 bytes before the XML declaration": syncing,
}
