"""Look up what a submission says of its enterprise, and say which one it is or why none."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from qr.poster_code import code_in_url
from server.domain.credit_code import normalise_credit_code
from server.domain.enterprise_link import (
    ClueKind,
    LinkClue,
    Linked,
    Unlinked,
    find_clues,
    link_submission,
)
from server.domain.submission_xml import ParsedSubmission
from server.store.queries import links
from server.store.queries.processing import LinkState

BY_HAND = "hand"
"""What `linked_by` says of a submission that the office tied: no later run changes it."""


def find_link(
    session: Session, parsed: ParsedSubmission, *, project_id: int, base_url: str
) -> Linked | Unlinked:
    """Return the enterprise of the project that all clues found agree on, or why there is none."""
    clues = tuple(
        looked_up(session, clue, project_id=project_id, base_url=base_url)
        for clue in find_clues(parsed)
    )
    return link_submission(clues, may_link=parsed.may_link)


def looked_up(session: Session, clue: LinkClue, *, project_id: int, base_url: str) -> LinkClue:
    """Return a clue with the enterprise it names, if the project has it.

    A scanned address counts only when it is one of ours: any other is only text.
    """
    if clue.kind is ClueKind.POSTER:
        code = code_in_url(clue.text, base_url)
        found = links.find_by_poster(session, project_id, code) if code else None
        if found is None:
            return clue
        return replace(clue, enterprise_id=found.enterprise_id, is_revoked=found.is_revoked)
    if clue.kind is ClueKind.ENTITY:
        uuid = clue.text.removeprefix("uuid:").lower()
        return replace(clue, enterprise_id=links.find_by_entity(session, project_id, uuid))
    uscc = normalise_credit_code(clue.text)
    return replace(clue, enterprise_id=links.find_by_uscc(session, project_id, uscc))


def tied(
    session: Session, enterprise_id: int, *, by: str, project_id: int, day: date, zone: str
) -> LinkState:
    """Return the tie of a submission to an enterprise, with the campaign that ran on its day."""
    campaign_id = links.find_campaign_on(
        session,
        project_id=project_id,
        area_id=links.find_area(session, enterprise_id),
        day=day,
        zone=zone,
    )
    return LinkState(enterprise_id, campaign_id, by, None)
