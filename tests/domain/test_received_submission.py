"""What devices say of themselves, and names of files, as databases can hold them."""

from hypothesis import given
from hypothesis import strategies as st

from server.domain.received_submission import cleaned_file_name, cleaned_metadata


def test_metadata_loses_control_characters_and_surrogates() -> None:
    assert cleaned_metadata("a\0b\r\nc\ud800d") == "a b c d"
    assert cleaned_metadata("  collect:1 ") == "collect:1"


def test_metadata_of_nothing_is_nothing() -> None:
    assert cleaned_metadata(None) is None
    assert cleaned_metadata(" \0 ") is None


@given(st.text(st.characters()))
def test_cleaned_metadata_is_short_printable_and_stays_as_it_is(text: str) -> None:
    cleaned = cleaned_metadata(text)

    if cleaned is not None:
        assert 0 < len(cleaned) <= 300
        assert "\0" not in cleaned
        cleaned.encode()
        assert cleaned_metadata(cleaned) == cleaned


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_a_file_name_that_fits_stays_as_it_was_sent(name: str) -> None:
    assert cleaned_file_name(name) == name.replace("\0", "\ufffd")
