"""What was done to a submission, in words: the audit log as its page shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from server.domain.lifecycle import BadReviewState, read_review_state
from server.store.queries.audits import AuditRow
from server.store.tables.submissions import SubmissionVersion
from server.web.office.dates import moment_text
from server.web.office.submission_words import deed_word, review_word

_FROM_PHONES = frozenset({"submission.create", "submission.update.version"})
"""Told by the versions themselves, of which the log has only those that came over REST."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done to a submission."""

    at: datetime
    who: str | None
    what: str
    note: str = ""


def deeds(
    entries: Iterable[AuditRow], versions: Iterable[SubmissionVersion], senders: Mapping[int, str]
) -> list[dict[str, str]]:
    """Return what was done, the newest first: what came from phones, and what the office did."""
    done = [*_of_office(entries), *_of_phones(versions, senders)]
    done.sort(key=lambda one: one.at, reverse=True)
    return [
        {
            "time": moment_text(one.at),
            "who": one.who or str(gettext("the server")),
            "what": one.what,
            "note": one.note,
        }
        for one in done
    ]


def _of_phones(versions: Iterable[SubmissionVersion], senders: Mapping[int, str]) -> Iterator[Deed]:
    for one in versions:
        action = "submission.update.version" if one.deprecated_id else "submission.create"
        who = senders.get(one.submitter_id or 0)
        yield Deed(one.received_at, who, deed_word(action), one.device_id or "")


def _of_office(entries: Iterable[AuditRow]) -> Iterator[Deed]:
    for one in entries:
        if one.action in _FROM_PHONES:
            continue
        note = " ".join(filter(None, (deed_note(one), one.notes or "")))
        yield Deed(one.logged_at, one.actor_name, deed_word(one.action), note)


def deed_note(entry: AuditRow) -> str:
    """Return what a deed changed, in a few words; nothing where its name says all."""
    return _note(entry.action, entry.details)


def _note(action: str, details: Mapping[str, object]) -> str:
    if action == "submission.update" and "reviewState" in details:
        old, new = (_state(details.get(name)) for name in ("reviewStateBefore", "reviewState"))
        return f"{old} → {new}" if old != new else ""
    if action == "submission.exclude":
        reason = details.get("reason")
        return str(gettext("counts again")) if reason is None else str(reason)
    name = details.get("name")
    return name if isinstance(name, str) else ""


def _state(stored: object) -> str:
    try:
        return review_word(read_review_state(stored if isinstance(stored, str) else None))
    except BadReviewState as error:
        return error.text
