"""Which enterprise a submission belongs to."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.enterprise_link import (
    ClueKind,
    LinkClue,
    Linked,
    LinkNote,
    Unlinked,
    UnlinkedReason,
    find_clues,
    link_submission,
)
from server.domain.response_quality import ResponseFlag
from server.domain.submission_xml import parse_submission
from server.domain.write_submission import write_submission
from tests.domain.forms import SITE

CLUES = st.lists(
    st.builds(
        LinkClue,
        kind=st.sampled_from(ClueKind),
        text=st.just("x"),
        enterprise_id=st.none() | st.integers(1, 3),
        is_revoked=st.booleans(),
    ),
    max_size=4,
)


def clue(kind: ClueKind, enterprise_id: int | None, *, is_revoked: bool = False) -> LinkClue:
    return LinkClue(kind, "x", enterprise_id, is_revoked)


def test_clues_are_found_by_what_questions_measure():
    xml = write_submission(
        SITE, {"poster": " P-1 ", "uscc": " ", "note": "x"}, instance_id="uuid:1"
    )

    assert find_clues(parse_submission(xml, SITE)) == (LinkClue(ClueKind.POSTER, "P-1"),)


def test_the_surest_clue_is_named():
    clues = [clue(ClueKind.CREDIT_CODE, 1), clue(ClueKind.POSTER, 1), clue(ClueKind.ENTITY, 1)]

    for order in permutations(clues):
        assert link_submission(order) == Linked(1, by=ClueKind.POSTER)


def test_two_clues_that_disagree_link_nothing():
    clues = [clue(ClueKind.POSTER, 1), clue(ClueKind.ENTITY, 2)]

    assert link_submission(clues) == Unlinked(UnlinkedReason.DISAGREEMENT)


def test_a_misread_code_links_nothing():
    clues = [clue(ClueKind.POSTER, None)]

    assert link_submission(clues) == Unlinked(UnlinkedReason.NOT_FOUND)


def test_a_misread_code_beside_a_good_one_is_noted():
    clues = [clue(ClueKind.POSTER, None), clue(ClueKind.ENTITY, 2)]

    assert link_submission(clues) == Linked(2, ClueKind.ENTITY, (LinkNote.CLUE_NOT_FOUND,))


def test_a_revoked_poster_links_and_is_noted():
    clues = [clue(ClueKind.PAGE, 1, is_revoked=True)]

    assert link_submission(clues) == Linked(1, ClueKind.PAGE, (LinkNote.REVOKED_POSTER,))


def test_no_clue_links_nothing():
    assert link_submission([]) == Unlinked(UnlinkedReason.NO_CLUE)


def test_a_doubled_field_links_nothing():
    clues = [clue(ClueKind.PAGE, 1)]

    assert link_submission(clues, may_link=False) == Unlinked(UnlinkedReason.DUPLICATE_FIELD)


@given(CLUES)
def test_a_link_is_what_every_found_clue_says(clues: list[LinkClue]):
    found = {one.enterprise_id for one in clues} - {None}

    link = link_submission(clues)

    assert isinstance(link, Linked) == (len(found) == 1)
    if isinstance(link, Linked):
        assert found == {link.enterprise_id}


def test_flags_of_answers_are_plain_names():
    assert ResponseFlag.OPENED_BEFORE_CLOSING.value == "opened_before_closing"
