"""How a submission was filled in, as its page shows it: seconds on each question, what changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from server.domain.client_audit import MOST_BYTES, AuditEvent, read_client_audit
from server.store.tables.submissions import SubmissionAttachment
from server.web.office.answer_texts import answer_text
from server.web.office.form_words import FormWords
from server.web.state import state
from xlsforms.compiled_form import FormField

AUDIT_FILE = "audit.csv"
_MOST_SHOWN = 200
_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the log in the words of the form."""

    start: datetime | None
    label: str
    is_change: bool
    old_value: str
    new_value: str
    note: str
    """Where it was, and who changed it why."""


@dataclass(frozen=True, slots=True)
class AuditView:
    """The log of one submission, as much of it as a page bears."""

    event_count: int
    times: tuple[tuple[str, Decimal], ...]
    """Label of a question, and its seconds."""
    events: tuple[EventView, ...]
    """Those with a position or a changed answer."""
    is_cut: bool


def audit_view(words: FormWords, files: Iterable[SubmissionAttachment]) -> AuditView | None:
    """Return the log that came with a submission; None without one."""
    sha256 = next((one.blob_sha256 for one in files if one.name == AUDIT_FILE), None)
    if sha256 is None or not state().blobs.is_there(sha256):
        return None
    with state().blobs.open(sha256) as file:
        audit = read_client_audit(file.read(MOST_BYTES + 1))
    times = tuple((_label(words, node), seconds) for node, seconds in audit.seconds_by_node())
    told = tuple(one for one in audit.events if one.is_change or one.place)
    shown = tuple(_event(words, one) for one in told[:_MOST_SHOWN])
    is_cut = audit.is_cut or max(len(times), len(told)) > _MOST_SHOWN
    return AuditView(len(audit.events), times[:_MOST_SHOWN], shown, is_cut)


def _event(words: FormWords, event: AuditEvent) -> EventView:
    field = _field(words, event.node)
    old, new = event.old_value, event.new_value
    if field is not None:
        old, new = (answer_text(field, one, words) if one else "" for one in (old, new))
    return EventView(
        start=event.start,
        label=_label(words, event.node) if event.node else event.event,
        is_change=event.is_change,
        old_value=old,
        new_value=new,
        note=" · ".join(one for one in (event.place, event.user, event.reason) if one),
    )


def _label(words: FormWords, node: str) -> str:
    field = _field(words, node)
    return words.label(field) if field is not None else node


def _field(words: FormWords, node: str) -> FormField | None:
    """Return the field of `/data/group[1]/question`, as Collect writes it; None: there is none."""
    path = "/" + node.lstrip("/").partition("/")[2]
    return words.form.field(_POSITION.sub("", path))
