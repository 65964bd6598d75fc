"""What was done to a submission, in words: the audit log as its page shows it."""

from collections.abc import Iterable, Iterator, Mapping

from flask_babel import gettext

from server.domain.lifecycle import BadReviewState, read_review_state
from server.store.queries.audits import AuditRow
from server.web.office.dates import moment_text
from server.web.office.submission_words import deed_word, review_word


def deeds(entries: Iterable[AuditRow]) -> Iterator[dict[str, str]]:
    """Yield what was done, when, by whom, and how it was before."""
    for one in entries:
        yield {
            "time": moment_text(one.logged_at),
            "who": one.actor_name or str(gettext("the server")),
            "what": deed_word(one.action),
            "note": " ".join(filter(None, (_note(one.action, one.details), one.notes or ""))),
        }


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
