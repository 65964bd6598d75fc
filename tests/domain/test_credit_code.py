"""Unified social credit codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.credit_code import (
    BadCreditCode,
    CreditCodeFault,
    check_character,
    is_credit_code,
    make_credit_code,
    parse_credit_code,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
STANDARDS_EXAMPLE = "91350100M000100Y43"  # GB 32100-2015
BODIES = st.builds(
    "{}{}{}".format,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


def fault(text: str) -> CreditCodeFault:
    with pytest.raises(BadCreditCode) as caught:
        parse_credit_code(text)
    return caught.value.fault


@pytest.mark.parametrize(
    "written",
    [
        STANDARDS_EXAMPLE,
        " 91350100m000100y43 ",
        "9135 0100 M000 100Y 43",
        "91350100-M000100Y-43",
        "９１３５０１００Ｍ０００１００Ｙ４３",
    ],
)
def test_a_code_is_read_however_it_is_written(written: str):
    assert parse_credit_code(written) == STANDARDS_EXAMPLE
    assert is_credit_code(written)


def test_each_fault_has_its_name():
    assert fault("91350100M000100Y4") is CreditCodeFault.LENGTH
    assert fault("91350100M000100YO3") is CreditCodeFault.CHARACTER
    assert fault("9135010AM000100Y43") is CreditCodeFault.AREA
    assert fault("91350100M000100Y44") is CreditCodeFault.CHECK
    assert not is_credit_code("")


def test_a_check_character_needs_seventeen_known_characters():
    with pytest.raises(BadCreditCode):
        check_character("1")
    with pytest.raises(BadCreditCode):
        check_character("I" * 17)


@given(BODIES)
def test_a_made_code_is_a_code(body: str):
    assert parse_credit_code(make_credit_code(body)) == make_credit_code(body)


@given(BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_changed_character_is_noticed(body: str, place: int, character: str):
    code = make_credit_code(body)
    changed = code[:place] + character + code[place + 1 :]

    assert is_credit_code(changed) == (changed == code)
