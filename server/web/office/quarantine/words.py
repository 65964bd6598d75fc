"""Why something was refused, and what it can be taken as, in words."""

from collections.abc import Mapping

from flask_babel import gettext

from server.operations.settle_payload import DISCARDED, TakenAs
from server.problems import (
    N_,
    EditedSubmissionNotFound,
    EditOutOfDate,
    EditsNotAccepted,
    FormClosed,
    FormVersionNotFound,
    NotFound,
    SubmissionDeleted,
    SubmissionDiffers,
)
from server.store.tables.submissions import RejectedPayload

_SHORT: Mapping[str, str] = {
    SubmissionDiffers.slug_of_type(): N_("other content under a known ID"),
    FormClosed.slug_of_type(): N_("the form was closed"),
    FormVersionNotFound.slug_of_type(): N_("unknown version of the form"),
    NotFound.slug_of_type(): N_("unknown form"),
    EditOutOfDate.slug_of_type(): N_("edited meanwhile"),
    EditedSubmissionNotFound.slug_of_type(): N_("the original is missing"),
    EditsNotAccepted.slug_of_type(): N_("edit of encrypted answers"),
    SubmissionDeleted.slug_of_type(): N_("the submission was deleted"),
}
_LONG: Mapping[str, str] = {
    SubmissionDiffers.slug_of_type(): N_(
        "A submission with this instance ID is stored with other content. Accepted, this becomes "
        "its newest version; the one stored is kept as an earlier version."
    ),
    FormClosed.slug_of_type(): N_(
        "The form was closed when this came. Accepted, it is stored as if the form had been open."
    ),
    FormVersionNotFound.slug_of_type(): N_(
        "The phone filled in a version of the form that was never published here. Publish that "
        "version: what waits for it is then taken by itself."
    ),
    NotFound.slug_of_type(): N_(
        "There was no form with this ID. Once there is one, this can be accepted."
    ),
    EditOutOfDate.slug_of_type(): N_(
        "The phone edited a version that somebody else had edited meanwhile. Accepted as the "
        "newest version, it takes the place of that edit, which is kept as an earlier version."
    ),
    EditedSubmissionNotFound.slug_of_type(): N_(
        "The phone edited a submission that has not arrived. It is taken by itself once the "
        "original comes; if that is lost, accept this as a submission of its own."
    ),
    EditsNotAccepted.slug_of_type(): N_(
        "The answers are encrypted, so nobody here can tell what the edit changes. It can be "
        "accepted as a submission of its own."
    ),
    SubmissionDeleted.slug_of_type(): N_(
        "The submission was deleted in the office. Restore it: what waits is then taken by itself."
    ),
}
_TAKEN: Mapping[str, str] = {
    TakenAs.VERSION: N_("Accept as the newest version"),
    TakenAs.SUBMISSION: N_("Accept as a submission of its own"),
}
_SETTLED: Mapping[str, str] = {
    TakenAs.VERSION: N_("accepted as a version"),
    TakenAs.SUBMISSION: N_("accepted as a submission"),
    DISCARDED: N_("discarded"),
}
_BOTH = (TakenAs.VERSION, TakenAs.SUBMISSION)
_CHOICES: Mapping[str, tuple[TakenAs, ...]] = {
    SubmissionDiffers.slug_of_type(): (TakenAs.VERSION,),
    EditOutOfDate.slug_of_type(): _BOTH,
    EditsNotAccepted.slug_of_type(): (TakenAs.SUBMISSION,),
    SubmissionDeleted.slug_of_type(): (),
}


def short_reason(payload: RejectedPayload) -> str:
    """Return why a payload was refused, in a few words."""
    word = _SHORT.get(payload.reason)
    return str(gettext(word)) if word else payload.reason


def long_reason(payload: RejectedPayload) -> str:
    """Return why a payload was refused and what can be done, in sentences."""
    sentence = _LONG.get(payload.reason)
    return str(gettext(sentence)) if sentence else payload.reason


def settled_word(payload: RejectedPayload) -> str:
    """Return what became of a payload."""
    word = _SETTLED.get(payload.settled_as or "")
    return str(gettext(word)) if word else (payload.settled_as or "")


def choices(payload: RejectedPayload, *, has_parent: bool) -> list[dict[str, str]]:
    """Return what the office may take a payload as, the usual first."""
    found = _CHOICES.get(payload.reason)
    if found is None and payload.deprecated_id is None:
        found = (TakenAs.SUBMISSION,)
    elif found is None:
        found = _BOTH if has_parent else (TakenAs.SUBMISSION,)
    return [{"value": one.value, "label": str(gettext(_TAKEN[one]))} for one in found]
