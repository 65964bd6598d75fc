"""Poster codes: every slip is noticed, all ways of writing forgiven, no foreign host ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr.poster_code import (
    ALPHABET,
    CODE_LENGTH,
    BadPosterCode,
    CodeProblem,
    code_in_url,
    is_loopback,
    new_code,
    parse_code,
    poster_qr_text,
    poster_url,
    printed_code,
)

OURS = "https://concord.example.org"
codes = st.binary(min_size=16, max_size=16).map(new_code)
places = st.integers(min_value=0, max_value=CODE_LENGTH - 1)


def _problem(text: str) -> CodeProblem:
    with pytest.raises(BadPosterCode) as caught:
        parse_code(text)
    return caught.value.problem


@given(codes)
def test_a_new_code_parses_to_itself(code: str) -> None:
    assert parse_code(code) == code
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)


@given(codes, places, st.sampled_from(ALPHABET))
def test_any_changed_character_is_rejected(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]

    if changed != code:
        assert _problem(changed) is CodeProblem.CHECK


@given(codes, places, places)
def test_any_two_swapped_characters_are_rejected(code: str, first: int, second: int) -> None:
    characters = list(code)
    characters[first], characters[second] = characters[second], characters[first]
    swapped = "".join(characters)

    if swapped != code:
        assert _problem(swapped) is CodeProblem.CHECK


@given(codes)
def test_case_blanks_hyphens_and_full_width_are_forgiven(code: str) -> None:
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in code)
    full_width_small = "".join(chr(ord(character) + 0xFEE0) for character in code.lower())

    for written in (
        code.lower(),
        printed_code(code),
        f"  {code[:3]} {code[3:7]}\u3000{code[7:]}\n",
        f"{code[:5]}—{code[5:]}",
        f"{code[:5]}－{code[5:]}",
        full_width,
        full_width_small,
    ):
        assert parse_code(written) == code


def test_what_is_no_code_says_why() -> None:
    code = new_code(bytes(range(16)))

    assert _problem("") is CodeProblem.LENGTH
    assert _problem(code + "2") is CodeProblem.LENGTH
    assert _problem(code[:-1]) is CodeProblem.LENGTH
    assert _problem("2" * 10_000) is CodeProblem.LENGTH
    assert _problem(code[:-1] + "O") is CodeProblem.CHARACTER
    assert _problem(code[:-1] + "和") is CodeProblem.CHARACTER


def test_no_two_letters_of_the_alphabet_look_alike() -> None:
    for alike in ("0ODQ", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert sum(character in ALPHABET for character in alike) <= 1
    assert len(ALPHABET) ** (CODE_LENGTH - 1) > 2**40


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(ValueError, match="8 random bytes"):
        new_code(b"1234567")


@given(codes)
def test_the_printed_address_leads_back_to_the_code(code: str) -> None:
    for base in (OURS, OURS + "/", "http://localhost:8000", "https://concord.example.org/hehe"):
        for text in (poster_url(base, code), poster_qr_text(base, code)):
            assert code_in_url(text, base) == code
            assert code_in_url(f" {text}/?from=scan#top\n", base) == code


@given(codes)
def test_a_bare_code_is_read_from_a_scan(code: str) -> None:
    assert code_in_url(printed_code(code).lower(), OURS) == code


def test_the_qr_code_holds_capitals_where_they_mean_the_same() -> None:
    code = new_code(bytes(16))

    assert poster_qr_text(OURS, code) == f"HTTPS://CONCORD.EXAMPLE.ORG/Q/{code}"
    assert poster_qr_text(OURS + "/hehe", code) == f"{OURS}/hehe/q/{code}"
    assert poster_qr_text("https://和谐.example", code) == f"https://和谐.example/q/{code}"


def test_addresses_that_are_not_ours_are_only_text() -> None:
    code = new_code(bytes(16))

    for text in (
        f"https://evil.example/q/{code}",
        f"https://evil.example/?https://concord.example.org/q/{code}",
        f"https://concord.example.org.evil.example/q/{code}",
        f"https://concord.example.org@evil.example/q/{code}",
        f"https://evil.example@concord.example.org/q/{code}",
        f"https://concord.example.org\\@evil.example/q/{code}",
        f"https://evil.example\\@concord.example.org/q/{code}",
        f"//concord.example.org/q/{code}",
        f"http://concord.example.org/q/{code}",
        f"https://concord.example.org:8443/q/{code}",
        f"https://concord.example.org:port/q/{code}",
        f"https://[concord.example.org/q/{code}",
        f"https://concord.example.org/p/q/{code}",
        f"https://concord.example.org/q/{code} x",
        f"https://concord.example.org/q/\t{code}",
        "https://concord.example.org/q/",
        "https://concord.example.org/q/2222222223",
        f"javascript:{code}",
        "concord.example.org",
        "",
    ):
        assert code_in_url(text, OURS) is None, text


def test_case_and_default_port_make_no_difference_to_our_host() -> None:
    code = new_code(bytes(16))

    assert code_in_url(f"HTTPS://Concord.Example.ORG:443/Q/{code.lower()}", OURS) == code


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("http://localhost:8000", True),
        ("http://LOCALHOST", True),
        ("http://concord.localhost", True),
        ("http://127.0.0.1:20001", True),
        ("http://127.3.2.1", True),
        ("http://[::1]:8000", True),
        ("http://[::ffff:127.0.0.1]", True),
        ("http://0.0.0.0:8000", True),
        ("http://192.0.2.7", False),
        ("http://[2001:db8::1]", False),
        ("https://concord.example.org", False),
        ("https://localhost.example.org", False),
        ("", False),
    ],
)
def test_a_loopback_address_is_known(base: str, expected: bool) -> None:
    assert is_loopback(base) is expected
