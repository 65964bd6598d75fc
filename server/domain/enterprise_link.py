"""Which enterprise a submission belongs to, or why none.

Decisions, each because a wrong link is worse than none, which somebody sees and mends:
two clues that name different enterprises link nothing; a field that is there twice links nothing;
a clue that was not found does not outvote one that was, but is noted; a revoked poster still names
the enterprise it hung in, so it links and is noted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.domain.submission_xml import ParsedSubmission
from xlsforms.measures import LINK_ENTITY, LINK_POSTER, LINK_USCC


class ClueKind(StrEnum):
    """By what an enterprise is named, the surest first."""

    PAGE = "page"
    """The code of the poster whose page the answers came from."""
    POSTER = "poster"
    """A scanned poster: its code, or the address printed on it."""
    ENTITY = "entity"
    """The enterprise picked from the list on the phone: the entity's id."""
    CREDIT_CODE = "credit_code"
    """A unified social credit code that somebody typed."""


class UnlinkedReason(StrEnum):
    """Why a submission belongs to no enterprise."""

    NO_CLUE = "no_clue"
    NOT_FOUND = "not_found"
    DISAGREEMENT = "disagreement"
    DUPLICATE_FIELD = "duplicate_field"


class LinkNote(StrEnum):
    """What was odd about a link that was made all the same."""

    REVOKED_POSTER = "revoked_poster"
    CLUE_NOT_FOUND = "clue_not_found"


LINK_MEASURES: Mapping[str, ClueKind] = {
    LINK_POSTER: ClueKind.POSTER,
    LINK_ENTITY: ClueKind.ENTITY,
    LINK_USCC: ClueKind.CREDIT_CODE,
}


@dataclass(frozen=True, slots=True)
class LinkClue:
    """One thing that names an enterprise, and which one was found for it."""

    kind: ClueKind
    text: str
    enterprise_id: int | None = None
    is_revoked: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """The enterprise, and the surest clue that named it."""

    enterprise_id: int
    by: ClueKind
    notes: tuple[LinkNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlinked:
    """No enterprise."""

    reason: UnlinkedReason


def find_clues(submission: ParsedSubmission) -> tuple[LinkClue, ...]:
    """Return what a submission says of its enterprise, still to be looked up."""
    return tuple(
        LinkClue(kind=LINK_MEASURES[one.measure], text=one.value.strip())
        for one in submission.measures
        if one.measure in LINK_MEASURES and one.value.strip()
    )


def link_submission(clues: Iterable[LinkClue], *, may_link: bool = True) -> Linked | Unlinked:
    """Return the enterprise that all clues that were found agree on, or why there is none.

    `may_link` is false for a submission whose fields contradict themselves.
    """
    given = tuple(clues)
    if not may_link:
        return Unlinked(UnlinkedReason.DUPLICATE_FIELD)
    if not given:
        return Unlinked(UnlinkedReason.NO_CLUE)
    found = {clue.enterprise_id for clue in given if clue.enterprise_id is not None}
    if len(found) > 1:
        return Unlinked(UnlinkedReason.DISAGREEMENT)
    order = list(ClueKind)
    for clue in sorted(given, key=lambda one: order.index(one.kind)):
        if clue.enterprise_id is not None:
            return Linked(clue.enterprise_id, by=clue.kind, notes=_notes(given))
    return Unlinked(UnlinkedReason.NOT_FOUND)


def _notes(clues: tuple[LinkClue, ...]) -> tuple[LinkNote, ...]:
    notes = []
    if any(clue.is_revoked for clue in clues):
        notes.append(LinkNote.REVOKED_POSTER)
    if any(clue.enterprise_id is None for clue in clues):
        notes.append(LinkNote.CLUE_NOT_FOUND)
    return tuple(notes)
