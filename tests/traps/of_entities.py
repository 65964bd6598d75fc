"""Traps of entity lists: the mistakes, by the number of the list of traps."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.traps.exchange import Asked, PassOn, Reply, Trap, html, refused
from tests.traps.of_sync import on


def _is_csv(asked: Asked) -> bool:
    return asked.path.endswith(".csv")


def _edited(change: Callable[[list[str]], list[str]]) -> Callable[[Reply], Reply]:
    """Return what changes the lines of a CSV."""
    return lambda reply: reply.saying(
        "\r\n".join(change(reply.body.decode().splitlines())).encode() + b"\r\n"
    )


def _no_version(lines: list[str]) -> list[str]:
    return [lines[0], *(re.sub(r",\d+(,|$)", r",\1", line, count=1) for line in lines[1:])]


def _hash_of_each_form(asked: Asked, pass_on: PassOn) -> Reply:
    reply = pass_on(asked)
    if not asked.path.endswith("/manifest") or "follow_up" not in asked.path:
        return reply
    return reply.saying(re.sub(rb"md5:[0-9a-f]{31}", b"md5:" + b"0" * 31, reply.body))


def _unknown_ones_are_deleted(asked: Asked, pass_on: PassOn) -> Reply:
    reply = pass_on(asked)
    if not asked.path.endswith("/integrity"):
        return reply
    ids = re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", asked.query)
    rows = "".join(f'<entity id="{one}"><deleted>true</deleted></entity>' for one in ids)
    return reply.saying(f"<data><entities>{rows}</entities></data>".encode())


def _business_rules_refuse(asked: Asked, pass_on: PassOn) -> Reply:
    if asked.method == "POST" and b"<entity " in asked.body and b'baseVersion=""' in asked.body:
        return refused(400)
    return pass_on(asked)


def _short_lines(asked: Asked, pass_on: PassOn) -> Reply:
    return html(414) if len(asked.path) + len(asked.query) > 4_094 else pass_on(asked)


def _truncated(reply: Reply) -> Reply:
    lines = reply.body.splitlines(keepends=True)
    return replace(reply, body=b"".join(lines[:-1])).without("content-length")


ENTITY_TRAPS: Mapping[str, Trap] = {
    "20 a request line of 4,094 bytes": _short_lines,
    "25 a row without a version": on(_is_csv, _edited(_no_version)),
    "25 a version that is no integer": on(
        _is_csv, _edited(lambda lines: [lines[0], *(re.sub(r",1", ",1.0", x) for x in lines[1:])])
    ),
    "25 a semicolon in the header": on(
        _is_csv, _edited(lambda lines: [lines[0] + ",a;b", *(x + "," for x in lines[1:])])
    ),
    "25 IDs that are no UUIDs of version 4": on(
        _is_csv,
        _edited(lambda lines: [lines[0], *("91110000600037341L" + x[36:] for x in lines[1:])]),
    ),
    "25 a hash that differs between forms": _hash_of_each_form,
    "25 integrity deletes what it does not know": _unknown_ones_are_deleted,
    "25 a list that is cut off": on(_is_csv, _truncated),
    "26 a rule of business refuses the submission": _business_rules_refuse,
}
