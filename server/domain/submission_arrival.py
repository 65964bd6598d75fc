"""Which case an arriving submission is: the decision table of OpenRosa submissions.

Collect and OkHttp send again after a lost answer, and split large submissions over several POSTs
that all repeat the XML. So the same instanceID with the same document is success, also when that
version has been superseded or the form was closed since: all else would fail on a phone for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from server.domain.lifecycle import FormState, accepts_submissions
from server.domain.submission_xml import SubmissionIds


class Case(StrEnum):
    """What to do with a submission; the number is what the phone is answered."""

    NEW = "new"
    """201: store it."""
    RESENT = "resent"
    """201: the current version came again; add the attachments."""
    RESENT_SUPERSEDED = "resent_superseded"
    """201: a version that was edited since came again; files are added, it stays superseded."""
    DIFFERENT = "different"
    """409 and quarantine: this instanceID is known with another document."""
    DELETED = "deleted"
    """409: deleted in the office."""
    FORM_CLOSED = "form_closed"
    """409: the form takes nothing new."""
    EDIT = "edit"
    """201: a new version of a known submission."""
    EDIT_STALE = "edit_stale"
    """409 and quarantine: it edits a version that is no longer the current one."""
    EDIT_PARENT_UNKNOWN = "edit_parent_unknown"
    """404 and quarantine: what it edits has not arrived."""
    EDIT_ENCRYPTED = "edit_encrypted"
    """409 and quarantine: nobody here could tell what an encrypted edit changes."""


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A submission version that the form has already."""

    is_current: bool
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the form has under the ids of an arriving submission."""

    version: StoredVersion | None = None
    """The version with its instanceID."""
    edited: StoredVersion | None = None
    """The version with its deprecatedID."""


def classify(
    ids: SubmissionIds,
    known: Known,
    *,
    is_same_document: Callable[[], bool],
    form_state: FormState = FormState.OPEN,
    takes_edits: bool = True,
) -> Case:
    """Return the case of a submission whose form and version exist and whose sender may send.

    `is_same_document` is asked only when the instanceID is known (it may have to load a document).
    Encrypted forms take no edits.
    """
    if known.version is not None:
        return _known(known.version, is_same_document)
    if not accepts_submissions(form_state):
        return Case.FORM_CLOSED
    if ids.deprecated_id is None:
        return Case.NEW
    return _edit(known.edited) if takes_edits else Case.EDIT_ENCRYPTED


def _known(version: StoredVersion, is_same_document: Callable[[], bool]) -> Case:
    if version.is_deleted:
        return Case.DELETED
    if not is_same_document():
        return Case.DIFFERENT
    return Case.RESENT if version.is_current else Case.RESENT_SUPERSEDED


def _edit(edited: StoredVersion | None) -> Case:
    if edited is None:
        return Case.EDIT_PARENT_UNKNOWN
    if edited.is_deleted:
        return Case.DELETED
    return Case.EDIT if edited.is_current else Case.EDIT_STALE
