"""Names of measures, points of choices, yes and no."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsforms.measures import (
    BadScorePairError,
    RepeatedChoiceError,
    is_measure_name,
    parse_score,
    parse_yes_no,
    write_score,
)

choice_names = st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True)
points = st.decimals(min_value=0, max_value=999_999, places=3)


@given(st.dictionaries(choice_names, points, max_size=8))
def test_a_score_written_and_read_again_is_the_same(pairs: dict[str, Decimal]) -> None:
    ordered = tuple(sorted(pairs.items(), key=lambda pair: -pair[1]))

    assert parse_score(write_score(ordered)) == ordered


@given(st.text(max_size=30))
def test_any_text_is_a_score_or_refused(text: str) -> None:
    try:
        score = parse_score(text)
    except (BadScorePairError, RepeatedChoiceError):
        return
    assert [pair[1] for pair in score] == sorted((pair[1] for pair in score), reverse=True)


def test_points_are_sorted_highest_first() -> None:
    assert parse_score("1=0 5=100 3=60.5") == (
        ("5", Decimal(100)),
        ("3", Decimal("60.5")),
        ("1", Decimal(0)),
    )


@pytest.mark.parametrize("text", ["5", "5=", "=100", "5=-1", "5=1e3", "5=NaN", "5=1=2", "5：100"])
def test_a_part_that_is_not_choice_and_points_is_refused(text: str) -> None:
    with pytest.raises(BadScorePairError):
        parse_score(text)


def test_points_given_twice_are_refused() -> None:
    with pytest.raises(RepeatedChoiceError, match="5"):
        parse_score("5=100 5=80")


@pytest.mark.parametrize("name", ["link.poster", "contracts.signing_rate", "a.b.c1"])
def test_dotted_lower_case_words_name_a_measure(name: str) -> None:
    assert is_measure_name(name)


@pytest.mark.parametrize(
    "name", ["link", "Link.poster", "link.", ".poster", "link..x", "a.1b", "链接.a", "a.b\n", ""]
)
def test_other_texts_name_no_measure(name: str) -> None:
    assert not is_measure_name(name)


def test_yes_and_no_are_read_in_both_languages() -> None:
    assert [parse_yes_no(text) for text in ("yes", " TRUE ", "1", "是", "true()")] == [True] * 5
    assert [parse_yes_no(text) for text in ("no", "False", "0", "否", "")] == [False] * 5
    assert parse_yes_no("maybe") is None
