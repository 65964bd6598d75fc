"""Traps of form lists, manifests and forms: the mistakes, by the number of the list of traps."""

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from tests.traps.exchange import Asked, PassOn, Reply, Trap, html


def _is_list(asked: Asked) -> bool:
    return asked.path.endswith("/formList")


def _is_manifest(asked: Asked) -> bool:
    return asked.path.endswith("/manifest")


def _is_form(asked: Asked) -> bool:
    return asked.path.endswith(".xml") and "/versions/" in asked.path


def on(where: Callable[[Asked], bool], change: Callable[[Reply], Reply]) -> Trap:
    """Return the trap that changes the good answers to some requests."""

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        reply = pass_on(asked)
        return change(reply) if where(asked) and reply.status == 200 else reply

    return trap


def _replaced(old: str, new: str) -> Callable[[Reply], Reply]:
    return lambda reply: reply.saying(re.sub(old.encode(), new.encode(), reply.body))


def _unquoted(reply: Reply) -> Reply:
    return reply.saying(unquote(reply.body.decode()).encode())


def _upper_hash(reply: Reply) -> Reply:
    return reply.saying(
        re.sub(rb"md5:[0-9a-f]+", lambda match: b"md5:" + match[0][4:].upper(), reply.body)
    )


def _one_address_for_all_versions(asked: Asked, pass_on: PassOn) -> Reply:
    """List `forms/<id>.xml`, which serves whatever is published when it is asked for."""
    reply = pass_on(asked)
    if not _is_list(asked) or reply.status != 200:
        return reply
    short = re.sub(rb"/versions/[^/<]+/content/[0-9a-f]+\.xml", b".xml", reply.body)
    return reply.saying(short)


def _empty_at_the_second_time() -> Trap:
    asked_before: list[Asked] = []

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        reply = pass_on(asked)
        if not _is_list(asked):
            return reply
        asked_before.append(asked)
        if len(asked_before) < 2:
            return reply
        return replace(reply.saying(re.sub(rb"(?s)<xform>.*</xform>", b"", reply.body)), status=200)

    def always_whole(asked: Asked, pass_on: PassOn) -> Reply:
        plain = {k: v for k, v in asked.headers.items() if k != "if-none-match"}
        return trap(asked, lambda one: pass_on(replace(one, headers=plain)))

    return always_whole


def _prefixed(reply: Reply) -> Reply:
    body = re.sub(rb"<(/?)([A-Za-z])", rb"<\1ns0:\2", reply.body)
    return reply.saying(body.replace(b" xmlns=", b" xmlns:ns0="))


def _login_page(asked: Asked, pass_on: PassOn) -> Reply:
    if asked.path.endswith("/login"):
        return html(200, "Please log in")
    if _is_list(asked):
        return Reply(302, {"location": "/login"}, b"")
    return pass_on(asked)


def _stale_for_an_hour(reply: Reply) -> Reply:
    return reply.having(cache_control="private, max-age=3600")


def _listing_a_file(name: str) -> Callable[[Reply], Reply]:
    def change(reply: Reply) -> Reply:
        url = re.findall(rb"<downloadUrl>(.*?)</downloadUrl>", reply.body)[0] + b".missing"
        file = (
            b"<mediaFile><filename>%s</filename><hash>md5:%s</hash>"
            b"<downloadUrl>%s</downloadUrl></mediaFile></manifest>"
        ) % (name.encode(), b"0" * 32, url)
        return reply.saying(reply.body.replace(b"</manifest>", file))

    return change


def _first_told() -> Trap:
    """Answer every list of rows as it was told the first time, whatever the manifest says now."""
    told: dict[str, Reply] = {}

    def trap(asked: Asked, pass_on: PassOn) -> Reply:
        if not asked.path.endswith(".csv"):
            return pass_on(asked)
        plain = {k: v for k, v in asked.headers.items() if k != "if-none-match"}
        return told.setdefault(asked.path, pass_on(replace(asked, headers=plain)))

    return trap


def _dropped_old_versions(asked: Asked, pass_on: PassOn) -> Reply:
    return html(404) if "/versions/1/" in asked.path else pass_on(asked)


def _packed_wrongly(reply: Reply) -> Reply:
    return reply.saying(gzip.compress(reply.body))


_SUBMISSION = '<submission action="http://elsewhere.example.org/s"/></model>'

SYNC_TRAPS: Mapping[str, Trap] = {
    "01 application/xml on the form list": on(
        _is_list, lambda reply: reply.having(content_type="application/xml")
    ),
    "01 text/html on the manifest": on(
        _is_manifest, lambda reply: reply.having(content_type="text/html; charset=utf-8")
    ),
    "02 no X-OpenRosa-Version on the manifest": on(
        _is_manifest, lambda reply: reply.without("x-openrosa-version")
    ),
    "02 no X-OpenRosa-Version on integrity": on(
        lambda asked: asked.path.endswith("/integrity"),
        lambda reply: reply.without("x-openrosa-version"),
    ),
    "06 hash of XML that is written anew": on(_is_form, _replaced("><", ">\n  <")),
    "06 hash of XML with other line ends": on(_is_form, _replaced("</h:html>", "</h:html>\r\n")),
    "06 hash in capitals": on(_is_list, _upper_hash),
    "07 one address for all versions": _one_address_for_all_versions,
    "07 data of the user in the form": on(_is_form, _replaced("<note/>", "<note>Li</note>")),
    "08 an empty form list with 200": _empty_at_the_second_time(),
    "09 a hash that closes itself": on(_is_list, _replaced("<hash>[^<]*</hash>", "<hash/>")),
    "09 prefixes of namespaces": on(_is_list, _prefixed),
    "13 old versions are dropped": _dropped_old_versions,
    "21 a wrong token is 401": lambda asked, pass_on: (
        replace(reply, status=401) if (reply := pass_on(asked)).status == 403 else reply
    ),
    "21 a wrong token leads to a login": lambda asked, pass_on: (
        html(200) if (reply := pass_on(asked)).status == 403 else reply
    ),
    "22 a login page with 200": _login_page,
    "24 a form list that may be kept": on(_is_list, _stale_for_an_hour),
    "24 rows that are older than their hash": _first_told(),
    "29 bytes before the XML declaration": on(_is_list, lambda r: r.saying(b"\n" + r.body)),
    "30 answers are sent elsewhere": on(_is_form, _replaced("</model>", _SUBMISSION)),
    "32 addresses that are not encoded": on(_is_list, _unquoted),
    "32 a host with an underscore": on(_is_list, _replaced("//127.0.0.1", "//our_host")),
    "35 last-saved in the manifest": on(_is_manifest, _listing_a_file("last-saved.xml")),
    "35 a file without bytes in the manifest": on(_is_manifest, _listing_a_file("missing.csv")),
}
