"""Traps of the words that a phone is answered: all of them are number 29."""

import re
from collections.abc import Mapping

from tests.traps.exchange import Asked, PassOn, Reply, Trap
from tests.traps.of_sending import after, is_post


def _gbk(asked: Asked, pass_on: PassOn) -> Reply:
    reply = pass_on(asked)
    is_refusal = is_post(asked) and reply.status >= 400
    return reply.saying(reply.body.decode().encode("gbk", "replace")) if is_refusal else reply


def _json(asked: Asked, pass_on: PassOn) -> Reply:
    reply = pass_on(asked)
    if is_post(asked) and reply.status >= 400:
        return Reply(reply.status, {"content-type": "application/json"}, b'{"message": "No."}')
    return reply


def _prefixed_message(reply: Reply) -> Reply:
    body = re.sub(rb"<(/?)message", rb"<\1orx:message", reply.body)
    return reply.saying(body.replace(b" xmlns=", b" xmlns:orx='http://openrosa.org/x' xmlns="))


def _blank_first(reply: Reply) -> Reply:
    declared = re.sub(rb"^<\?xml[^>]*\?>", b"", reply.body)
    return reply.saying(b"\n<?xml version='1.0'?>" + declared)


MESSAGE_TRAPS: Mapping[str, Trap] = {
    "29 a prefixed message": after(_prefixed_message),
    "29 a blank before the declaration": after(_blank_first),
    "29 errors in GBK": _gbk,
    "29 errors in JSON": _json,
}
