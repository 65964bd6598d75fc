"""What the states of a submission are called: review, how it was tied, why it is not."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext

from server.domain.enterprise_link import ClueKind, LinkNote, UnlinkedReason
from server.domain.lifecycle import ReviewState
from server.domain.submission_xml import SubmissionFlag
from server.problems import N_
from server.web.office.dates import moment_text

BY_HAND = "hand"
TO_LOOK_THROUGH = "waiting"
"""In addresses, beside the review states: what nobody has looked at since it came or changed."""

_REVIEW_STATES = {
    ReviewState.RECEIVED: N_("Received"),
    ReviewState.EDITED: N_("Edited"),
    ReviewState.HAS_ISSUES: N_("Has issues"),
    ReviewState.APPROVED: N_("Approved"),
    ReviewState.REJECTED: N_("Rejected"),
}
_LINKED_BY: Mapping[str, str] = {
    ClueKind.PAGE: N_("survey page"),
    ClueKind.POSTER: N_("scanned poster"),
    ClueKind.ENTITY: N_("chosen from the register"),
    ClueKind.CREDIT_CODE: N_("typed credit code"),
    BY_HAND: N_("by hand"),
}
_CLUES: Mapping[str, str] = {
    ClueKind.PAGE: N_("Survey page"),
    ClueKind.POSTER: N_("Scanned code"),
    ClueKind.ENTITY: N_("Chosen from the list on the phone"),
    ClueKind.CREDIT_CODE: N_("Typed credit code"),
}
_REASONS: Mapping[str, str] = {
    UnlinkedReason.NO_CLUE: N_("Nothing in it names an enterprise."),
    UnlinkedReason.NOT_FOUND: N_("What was scanned or typed is not in the register."),
    UnlinkedReason.DISAGREEMENT: N_("Two answers name different enterprises."),
    UnlinkedReason.DUPLICATE_FIELD: N_("A field is in it twice, so it can't be trusted."),
}
_FLAGS: Mapping[str, str] = {
    LinkNote.REVOKED_POSTER: N_("The scanned poster was revoked; it still names this enterprise."),
    LinkNote.CLUE_NOT_FOUND: N_("Another answer names an enterprise that is not in the register."),
    SubmissionFlag.SANITISED: N_("It held characters that XML does not allow; they were replaced."),
    SubmissionFlag.DUPLICATE_FIELD: N_("A field is in it twice; the first counts."),
    SubmissionFlag.PLAIN_FILES: N_(
        "It is encrypted, and plain files came with it: the phone stopped while it encrypted."
    ),
    SubmissionFlag.UNKNOWN_FIELD: N_("It holds fields that the form does not know."),
}
FAR, NO_FILE = "far", "file"
"""In addresses, beside the flags of the worker: filled in far off, or with a file missing."""
_SHORT = {
    NO_FILE: N_("Files missing"),
    FAR: N_("Filled in far from the enterprise"),
    LinkNote.REVOKED_POSTER: N_("Revoked poster"),
    LinkNote.CLUE_NOT_FOUND: N_("Names an unknown enterprise"),
    SubmissionFlag.SANITISED: N_("Characters replaced"),
    SubmissionFlag.DUPLICATE_FIELD: N_("Field twice"),
    SubmissionFlag.UNKNOWN_FIELD: N_("Unknown fields"),
}
_DEEDS: Mapping[str, str] = {
    "submission.create": N_("Received"),
    "submission.update": N_("Review state"),
    "submission.update.version": N_("New version"),
    "submission.link": N_("Tied to an enterprise"),
    "submission.exclude": N_("Counted or left out"),
    "submission.comment": N_("Comment"),
    "submission.attachment.update": N_("File added"),
    "quarantine.accept": N_("Accepted after it was kept aside"),
    "submission.delete": N_("Deleted"),
    "submission.restore": N_("Brought back"),
}


def nameless(received_at: datetime) -> str:
    """Return what a submission is called that its form gives no name."""
    return str(gettext("Submission of %(time)s", time=moment_text(received_at)))


def flag_options() -> list[dict[str, str]]:
    """Return the oddities that a list can be narrowed to."""
    return [{"value": str(name), "label": str(gettext(word))} for name, word in _SHORT.items()]


def short_flag_word(flag: str) -> str:
    """Return what was odd about a submission, in a few words."""
    return next((one["label"] for one in flag_options() if one["value"] == flag), flag)


def deed_word(action: str) -> str:
    """Return what was done, by its name in the audit log."""
    return str(gettext(_DEEDS[action])) if action in _DEEDS else action


def review_word(state: ReviewState) -> str:
    """Return the word for a review state."""
    return str(gettext(_REVIEW_STATES[state]))


def to_look_through_word() -> str:
    """Return the word for submissions that wait for the office, whatever their state."""
    return str(gettext("To look through"))


def filter_options() -> list[dict[str, str]]:
    """Return what a list can be narrowed to: all that waits, or one review state."""
    return [{"value": TO_LOOK_THROUGH, "label": to_look_through_word()}, *review_options()]


def review_options(*, current: ReviewState | None = None) -> list[dict[str, str]]:
    """Return the review states to choose from: all, or those the office may set instead of one.

    That a submission was edited is for the server to say.
    """
    return [
        {"value": one.value, "label": review_word(one)}
        for one in ReviewState
        if current in {None, one} or one is not ReviewState.EDITED
    ]


def linked_by_word(by: str | None) -> str:
    """Return how a submission was tied to its enterprise."""
    word = _LINKED_BY.get(by or "")
    return str(gettext(word)) if word else (by or "")


def clue_word(kind: ClueKind) -> str:
    """Return what kind of hint at an enterprise an answer is."""
    return str(gettext(_CLUES[kind]))


def reason_word(problem: str | None) -> str:
    """Return why a submission is tied to no enterprise, as a sentence."""
    sentence = _REASONS.get(problem or "")
    return str(gettext(sentence)) if sentence else (problem or "")


def flag_word(flag: str) -> str:
    """Return what was odd about a submission, as a sentence."""
    return str(gettext(_FLAGS[flag])) if flag in _FLAGS else flag
