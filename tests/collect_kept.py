"""What a phone like Collect keeps: forms, finalised instances, what a sync did.

Written from the protocol alone, like `collect_client`; it knows nothing of the server's code.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.collect_forms import FormParts
from tests.collect_wire import Answer, Instance, ProtocolError, Refused, message_of, plain_hash


@dataclass(slots=True)
class LocalForm:
    """A form on the phone with its media files; entity lists are not kept as files."""

    form_id: str
    version: str | None
    xml: bytes
    parts: FormParts
    media: dict[str, bytes] = field(default_factory=dict)

    @property
    def md5(self) -> str:
        """The hash that updates are recognised by."""
        return md5_of(self.xml)


@dataclass(slots=True)
class LocalInstance:
    """A finalised form on the phone; it never changes; edits are instances of their own."""

    form: LocalForm
    instance: Instance
    instance_id: str
    answers: Mapping[str, str]
    root: "LocalInstance | None" = None
    """What it is an edit of, first of all."""
    parent: "LocalInstance | None" = None
    """What it is an edit of."""
    is_sent: bool = False


@dataclass(slots=True)
class SyncReport:
    """What a sync did, and how many requests went out and how many were answered 304."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What the app passes over in silence: a form stays without its files until the next sync."""
    request_count: int = 0
    unchanged_count: int = 0


def check_sent(answer: Answer) -> None:
    """Raise unless the app takes an answer to a POST for a success."""
    if answer.status in {201, 202}:
        message_of(answer)
    elif answer.status in {200, 204}:
        raise ProtocolError("Error: Network login failure? Again?")
    elif answer.status == 401:
        raise ProtocolError("Error: (401)")
    elif b"<html" in answer.body:
        raise ProtocolError(f"Error: ({answer.status})")
    else:
        raise Refused(answer.status, message_of(answer))


def md5_of(content: bytes) -> str:
    """Return the MD5 of a file in small letters."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def has_newer_media(local: LocalForm, files: list[dict[str, str]]) -> bool:
    """Tell whether a manifest lists a file that the form has not."""
    kept = {md5_of(content) for content in local.media.values()}
    return any(
        not file["filename"].endswith(".zip") and plain_hash(file["hash"]) not in kept
        for file in files
    )
