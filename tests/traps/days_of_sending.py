"""Short days of sending that notice traps."""

import gzip
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.collect_client import Instance, Refused
from tests.collect_field_forms import check_form
from tests.collect_network import Fault, Network
from tests.collect_site import Site
from tests.collect_steps import check_once, photos, ready, send_waiting
from tests.collect_wire import multipart_body


def sending(site: Site) -> None:
    """Send a check without files, and one with a file."""
    phone = ready(site)
    phone.finalise("check", {"note": "  一切正常 \u00e9 e\u0301 "})
    phone.finalise("check", {"note": "x", "photo_a": "0.jpg"}, photos(1, 1000))
    send_waiting(phone)
    check_once(site, phone)


def resending(site: Site) -> None:
    """Lose answers, and send all of it again."""
    phone = ready(site)
    for number in range(3):
        phone.finalise("check", {"note": "x"}, photos(number, 40_000))
    phone.network.faults = [Fault.LOST, Fault.LATE_COPY]
    phone.send_all()
    send_waiting(phone)
    for one in phone.instances:
        phone.send(one.instance)
    phone.network.deliver_late(0)
    check_once(site, phone)


def splitting(site: Site) -> None:
    """Send files in several parts, some that no answer names, some of the same name as before."""
    phone = ready(site)
    for seed in (1, 2):
        phone.finalise("check", {"note": "x", "photo_a": "0.jpg"}, photos(6, 40_000, seed))
    send_waiting(phone)
    check_once(site, phone)


def differing(site: Site) -> None:
    """Send another document under a known ID: it is refused in words, and kept."""
    phone = ready(site)
    made = phone.finalise("check", {"note": "现场"})
    send_waiting(phone)
    changed = Instance("b.xml", made.instance.xml.replace("现场".encode(), b"else"), {})
    with pytest.raises(Refused, match=r"\(409\)") as refusal:
        phone.send(changed)
    assert len(refusal.value.message) > 5
    assert site.quarantined() == [made.instance_id]
    assert [one.xml for one in site.held()] == [made.instance.xml]


def being_late(site: Site) -> None:
    """Send what was filled in a version that has been replaced, and fetch that version."""
    phone = ready(site)
    (listed,) = phone.form_list()
    phone.finalise("check", {"note": "old"})
    site.publish(check_form("2"))
    phone.sync()
    phone.finalise("check", {"note": "new"})
    send_waiting(phone)
    check_once(site, phone)
    old = urlsplit(listed["downloadUrl"])
    answer = phone.network.get(old.geturl(), f"{old.geturl()}?late=1", {})
    assert answer.status == 200


def editing(site: Site) -> None:
    """Edit checks whose meta is written in either way, with more files than fit in one POST."""
    site.publish(check_form("1", form_id="plain", meta="meta"))
    phone = ready(site)
    for form_id in ("check", "plain"):
        first = phone.finalise(form_id, {"note": "1"}, photos(2, 1000))
        send_waiting(phone)
        second = phone.edit(first, {"note": "2"}, photos(4, 60_000, seed=2))
        phone.network.faults = [Fault.LOST]
        phone.send_all()
        send_waiting(phone)
        phone.edit(second, {"note": "3"})
        send_waiting(phone)
        phone.send(first.instance)
    check_once(site, phone)


def old_spelling(site: Site) -> None:
    """Send what a form of former days makes: its version is `orx:version`."""
    phone = ready(site)
    made = phone.finalise("check", {"note": "x"})
    xml = made.instance.xml.replace(b' version="1"', b' orx:version="1"')
    made.instance = Instance("a.xml", xml, {})
    send_waiting(phone)
    check_once(site, phone)


def naming(site: Site) -> None:
    """Send files of every name."""
    phone = ready(site)
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
    send_waiting(phone)
    check_once(site, phone)


def breaking_off(site: Site) -> None:
    """Send bodies that are not whole: none of them is ever taken for whole."""
    phone = ready(site)
    made = phone.finalise("check", {"note": "x"}, photos(2, 5_000))
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
    send_waiting(phone)
    check_once(site, phone)


def carrying_much(site: Site) -> None:
    """Send a photo of three megabytes, 101 files at once, and a long answer in a plain field."""
    phone = ready(site)
    phone.finalise("check", {"note": "x"}, photos(1, 3_000_000))
    phone.finalise("check", {"note": "x"}, photos(150, 10))
    send_waiting(phone)
    long = phone.finalise("check", {"note": "长" * 250_000})
    body, kind = multipart_body(long.instance, [], is_last=True)
    plain = body.replace(f'; filename="{long.instance.file_name}"'.encode(), b"")
    assert phone.post({"Content-Type": kind}, plain).status == 201
    check_once(site, phone)


def attacking(site: Site) -> None:
    """Send a document type, which is refused, and a control character, which is stored."""
    phone = ready(site)
    made = phone.finalise("check", {"note": "x"})
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha">]><data'
    hostile = Instance("a.xml", made.instance.xml.replace(b"<data", laughs), {})
    with pytest.raises(Refused, match=r"\(400\)"):
        phone.send(hostile)
    made.instance = Instance("a.xml", made.instance.xml.replace(b">x<", b">&#29;[)&gt;<"), {})
    send_waiting(phone)
    check_once(site, phone)


def being_off(site: Site) -> None:
    """Work with clocks that are wrong by hours and by years."""
    for hours in (12, 24 * 3_650, -24 * 3_650):
        site.publish(check_form("1", form_id=f"check{hours}"))
        phone = site.phone(Network(clock=timedelta(hours=hours)))
        assert phone.sync().problems == []
        phone.finalise(f"check{hours}", {"note": "x"})
        send_waiting(phone)
    assert len(site.held()) == 3


def being_impatient(site: Site) -> None:
    """Wait for an answer no longer than a phone does (a tenth of it)."""
    phone = ready(site)
    phone.network.read_seconds = 5.0
    phone.finalise("check", {"note": "x"}, photos(1, 1000))
    send_waiting(phone)
    check_once(site, phone)


def being_installed_anew(site: Site) -> None:
    """Send once more after the app was installed anew: another device ID, the same submission."""
    phone = ready(site)
    phone.finalise("check", {"note": "x"})
    send_waiting(phone)
    phone.reinstall()
    phone.send(phone.instances[0].instance)
    check_once(site, phone)
