"""Traps of submissions: the mistakes, by the number of the list of traps."""

import re
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime

from werkzeug.utils import secure_filename

from server import clock
from tests.traps.exchange import Asked, PassOn, Reply, Trap, html, refused, taken

SLOW_SECONDS = 6.0
_NAME = re.compile(rb'name="([^"]*)"; filename="([^"]*)"')
_INSTANCE_ID = re.compile(rb"instanceID>([^<]+)<")


def is_post(asked: Asked) -> bool:
    """Tell whether a submission is sent."""
    return asked.method == "POST" and asked.path.endswith("/submission")


def _is_edit(asked: Asked) -> bool:
    return b"deprecatedID>" in asked.body


def _instance_id(asked: Asked) -> bytes:
    found = _INSTANCE_ID.search(asked.body)
    return b"" if found is None else found[1]


def after(change: Callable[[Reply], Reply], *, method: str = "POST") -> Trap:
    """Return the trap that changes answers of the address of submissions."""

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        reply = pass_on(asked)
        is_meant = asked.method == method and asked.path.endswith("/submission")
        return change(reply) if is_meant and reply.status in {201, 204} else reply

    return trap


def before(change: Callable[[bytes], bytes]) -> Trap:
    """Return the trap that changes the bodies of submissions."""

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        return pass_on(asked.with_body(change(asked.body)) if is_post(asked) else asked)

    return trap


def instead(when: Callable[[Asked], bool], reply: Reply) -> Trap:
    """Return the trap that answers some submissions without the server."""
    return lambda asked, pass_on: reply if is_post(asked) and when(asked) else pass_on(asked)


def _has_no_files(asked: Asked) -> bool:
    return len(_NAME.findall(asked.body)) == 1


def _unless_known(is_also: Callable[[Asked], bool], reply: Reply) -> Trap:
    """Return the trap that answers a submission whose instance ID came before."""
    known: set[bytes] = set()

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        if not is_post(asked):
            return pass_on(asked)
        if _instance_id(asked) in known and is_also(asked):
            return reply
        answer = pass_on(asked)
        if answer.status == 201:
            known.add(_instance_id(asked))
        return answer

    return trap


def _second_record(known_by: Callable[[Asked], object]) -> Trap:
    """Return the trap that makes another record of what comes again."""
    seen: dict[bytes, object] = {}

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        if not is_post(asked):
            return pass_on(asked)
        name = _instance_id(asked)
        if name in seen and seen[name] != known_by(asked):
            return pass_on(asked.with_body(asked.body.replace(name, name + b"-2")))
        seen[name] = known_by(asked)
        return pass_on(asked)

    return trap


def _overwritten() -> Trap:
    """Take whatever comes under a known ID, and tell nobody."""
    known: dict[bytes, bytes] = {}

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        xml = asked.body.partition(b"<?xml")[2].partition(b"\r\n--")[0]
        if not is_post(asked) or known.setdefault(_instance_id(asked), xml) == xml:
            return pass_on(asked)
        return taken()

    return trap


def _moved_for_good(asked: Asked, pass_on: PassOn) -> Reply:
    if asked.query.startswith("secure") or not asked.path.endswith("/submission"):
        return pass_on(asked)
    return Reply(301, {"location": f"{asked.path}?secure&{asked.query}"}, b"")


def _renamed(rename: Callable[[str], str]) -> Trap:
    def named(match: re.Match[bytes]) -> bytes:
        if match[1] == b"xml_submission_file":
            return match[0]
        made = rename(match[1].decode()).encode()
        return b'name="%s"; filename="%s"' % (made, made)

    return before(lambda body: _NAME.sub(named, body))


def _unique_everywhere() -> Trap:
    """Keep the first file of a name, whatever submission the next one belongs to."""
    seen: dict[bytes, bytes] = {}

    def renamed(body: bytes) -> bytes:
        owner = (_INSTANCE_ID.search(body) or re.match(b"", body))[0]
        for name, _ in _NAME.findall(body):
            if name != b"xml_submission_file" and seen.setdefault(name, owner) != owner:
                body = body.replace(b'"%s"' % name, b'"%s_2"' % name)
        return body

    return before(renamed)


def _believed(asked: Asked, pass_on: PassOn) -> Reply:
    """Take what came for the whole of it: 201 where nothing could be read."""
    reply = pass_on(asked)
    return taken() if is_post(asked) and reply.status in {400, 415} else reply


def _checking_dates(asked: Asked, pass_on: PassOn) -> Reply:
    said = parsedate_to_datetime(asked.headers.get("date", ""))
    if abs((clock.now() - said).total_seconds()) > 900:
        return refused(400) if asked.method == "POST" else html(400)
    return pass_on(asked)


def _slow(asked: Asked, pass_on: PassOn) -> Reply:
    reply = pass_on(asked)
    if is_post(asked):
        time.sleep(SLOW_SECONDS)
    return reply


def _only_the_last_part(asked: Asked) -> bool:
    return b'"*isIncomplete*"' in asked.body


def _without_extra_files(body: bytes) -> bytes:
    """Drop files that the XML does not name."""
    boundary = body.partition(b"\r\n")[0]
    parts = body.split(boundary)
    xml = next(one for one in parts if b"xml_submission_file" in one)

    def is_named(part: bytes) -> bool:
        found = _NAME.search(part)
        return found is None or found[1] == b"xml_submission_file" or found[1] in xml

    return boundary.join(one for one in parts if is_named(one))


def _blobs_without_rows() -> Trap:
    """Say 201 to the first delivery, whose transaction is rolled back."""
    known: set[bytes] = set()

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        if is_post(asked) and _instance_id(asked) not in known:
            known.add(_instance_id(asked))
            return taken()
        return pass_on(asked)

    return trap


def _has_illegal_reference(asked: Asked) -> bool:
    return re.search(rb"&#(?:29|1);", asked.body) is not None


def _only_orx(body: bytes) -> bytes:
    """Find instance IDs in `orx:meta` alone: elsewhere there seem to be none."""
    return re.sub(rb"<(/?)instanceID>", rb"<\1unseen>", body)


def _only_plain(body: bytes) -> bytes:
    return re.sub(rb"<(/?)orx:instanceID>", rb"<\1orx:unseen>", body)


def _without_orx_version(body: bytes) -> bytes:
    return re.sub(rb' orx:version="[^"]*"', b"", body)


def _without_deprecated(body: bytes) -> bytes:
    return re.sub(rb"<deprecatedID>[^<]*</deprecatedID>", b"", body)


def _is_old_version(asked: Asked) -> bool:
    return b' version="1"' in asked.body


def _stripped(body: bytes) -> bytes:
    return re.sub(rb"<note>\s*([^<]*?)\s*</note>", rb"<note>\1</note>", body)


def _composed(body: bytes) -> bytes:
    return re.sub(
        rb"<note>[^<]*</note>",
        lambda match: unicodedata.normalize("NFC", match[0].decode()).encode(),
        body,
    )


def _with_location(reply: Reply) -> Reply:
    return reply.having(location="http://localhost/v1/submission")


def _replying(status: int) -> Callable[[Reply], Reply]:
    return lambda reply: replace(reply, status=status)


SENDING_TRAPS: Mapping[str, Trap] = {
    "03 200 to a POST": after(_replying(200)),
    "03 204 to a POST": after(_replying(204)),
    "03 200 to HEAD": after(_replying(200), method="HEAD"),
    "03 HEAD is not routed": after(_replying(405), method="HEAD"),
    "04 Location on HEAD": after(_with_location, method="HEAD"),
    "05 301 to https": _moved_for_good,
    "10 the second POST is a duplicate": _unless_known(lambda _: True, refused(409)),
    "10 the second POST is a second record": _second_record(lambda asked: asked.body),
    "11 a different document is taken in silence": _overwritten(),
    "11 an identical document is 409": _unless_known(
        lambda a: not _NAME.findall(a.body)[1:], refused(409)
    ),
    "12 values are stripped": before(_stripped),
    "12 values are composed anew": before(_composed),
    "13 an old version is refused": instead(_is_old_version, refused(404)),
    "14 meta in one namespace, the other": before(_only_orx),
    "14 meta in one namespace, the one": before(_only_plain),
    "14 orx:version is not seen": before(_without_orx_version),
    "14 deprecatedID without a namespace is not seen": before(_without_deprecated),
    "15 an edit is a new record": before(_without_deprecated),
    "15 the second part of an edit is stale": _unless_known(_is_edit, refused(409)),
    "16 secure_filename": _renamed(lambda name: secure_filename(name) or "file"),
    "16 names in ASCII": _renamed(lambda name: name.encode("ascii", "ignore").decode()),
    "16 names in small letters": _renamed(str.lower),
    "16 a name is unique everywhere": _unique_everywhere(),
    "16 paths are followed": _renamed(lambda name: name.rpartition("/")[2]),
    "17 what came is believed": _believed,
    "18 one megabyte at most": instead(lambda asked: len(asked.body) > 1 << 20, html(413)),
    "18 500 kB of fields": instead(
        lambda asked: b'"xml_submission_file"\r\n' in asked.body and len(asked.body) > 500_000,
        html(413),
    ),
    "19 a document type is read": instead(lambda asked: b"<!DOCTYPE" in asked.body, taken()),
    "19 a control character is refused": instead(_has_illegal_reference, refused(400)),
    "23 the date is checked": _checking_dates,
    "27 work before the answer": _slow,
    "28 201 before the commit": _blobs_without_rows(),
    "33 only the last part is whole": instead(_only_the_last_part, taken()),
    "33 unreferenced files are dropped": before(_without_extra_files),
    "34 a device is a phone": _second_record(lambda asked: asked.query),
}
