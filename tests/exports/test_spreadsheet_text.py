"""Text in cells: nothing is computed, nothing breaks the file, names of sheets are valid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.spreadsheet import (
    CUT_MARK,
    LONGEST_TEXT,
    clean_text,
    has_control_characters,
    looks_like_formula,
    sheet_name,
    sheet_names,
)


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(st.characters()))
def test_cleaned_text_is_writable_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned
    assert not has_control_characters(cleaned)
    assert cleaned.encode().decode() == cleaned
    assert "\r" not in cleaned


def test_control_characters_and_lone_surrogates_are_replaced() -> None:
    assert (
        clean_text("a\x00b\x0bc\x1dd\ud800e\uffff\x85")
        == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd\ufffd"
    )
    assert clean_text("a\r\nb\rc\td") == "a\nb\nc\td"


@pytest.mark.parametrize("character", ["x", "和", "𬭎"])
def test_what_is_too_long_is_cut_and_says_so(character: str) -> None:
    cleaned = clean_text(character * 40_000)

    assert cleaned.endswith(CUT_MARK)
    assert LONGEST_TEXT - 1 <= _utf16_units(cleaned) <= LONGEST_TEXT


def test_a_text_of_exactly_the_limit_is_kept() -> None:
    assert clean_text("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    assert clean_text("𬭎" * (LONGEST_TEXT // 2)) == "𬭎" * (LONGEST_TEXT // 2)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-x", "@x", "\t=1", "  =1", "\u3000=1", "\r=1", "＝1", "＋1", "－1x", "＠x",
     "﹦1", "=cmd|' /C calc'!A0", "#REF!", "#N/A", "#name?", "-1-1", "+86 510", "-"],
)  # fmt: skip
def test_what_a_spreadsheet_program_would_compute_is_known(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-5", "+5", "-5.25", "-12%", "+8613800000000", "1=1", "a@b", "'=1", "#1", "和"],
)
def test_plain_numbers_and_words_are_no_formulas(text: str) -> None:
    assert not looks_like_formula(text)


def test_sheet_names_follow_the_rules_of_excel() -> None:
    assert sheet_name("a[b]:c*d?e/f\\g") == "a b  c d e f g"
    assert sheet_name("'quoted'") == "quoted"
    assert sheet_name("") == "Sheet"
    assert sheet_name("[]") == "Sheet"
    assert sheet_name("history") == "history (2)"
    assert sheet_name("x" * 40) == "x" * 31
    assert _utf16_units(sheet_name("𬭎" * 40)) == 30


@given(st.lists(st.text(st.characters(), max_size=40), max_size=12))
def test_sheet_names_are_valid_and_all_different(titles: list[str]) -> None:
    names = sheet_names(titles)

    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < _utf16_units(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
