"""Industries and ownership types as people write them."""

from itertools import pairwise

import pytest

from server.domain.industries import INDUSTRIES, parse_industry
from server.domain.ownership import OWNERSHIP_TYPES, ownership_of, parse_ownership


def test_the_twenty_sections_divide_the_divisions_without_gap():
    assert "".join(one.letter for one in INDUSTRIES) == "ABCDEFGHIJKLMNOPQRST"
    for one, following in pairwise(INDUSTRIES):
        assert following.first_division == one.last_division + 1


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("C", "C"),
        ("c", "C"),
        ("Ｃ１７", "C17"),
        ("17", "C17"),
        ("1711", "C1711"),
        ("制造业", "C"),
        ("C 制造业", "C"),
        ("C17纺织业", "C17"),
        ("农林牧渔业", "A"),
        ("Real estate", "K"),
        ("", None),
        ("7", None),
        ("A17", None),
        ("98", None),
        ("CC", None),
        ("C17111", None),
        ("纺织业", None),
    ],
)
def test_an_industry_is_read_however_it_is_written(written: str, code: str | None):
    assert parse_industry(written) == code


def test_every_industry_is_found_by_both_its_names():
    for one in INDUSTRIES:
        assert parse_industry(one.zh) == parse_industry(one.en) == one.letter


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("国有", "state"),
        ("国有企业", "state"),
        ("私营 企业", "private"),
        ("民营企业", "private"),
        ("有限责任公司", "limited"),
        ("股份有限公司", "share_limited"),
        ("港澳台商投资", "hmt"),
        ("外资企业", "foreign"),
        ("个体工商户", "individual"),
        ("Foreign invested", "foreign"),
        ("limited", "limited"),
        ("宇宙公司", None),
        ("", None),
    ],
)
def test_an_ownership_type_is_read_however_it_is_written(written: str, code: str | None):
    assert parse_ownership(written) == code


def test_every_ownership_type_is_found_by_its_names():
    for one in OWNERSHIP_TYPES:
        assert parse_ownership(one.zh) == parse_ownership(one.en) == one.code
        assert ownership_of(one.code) == one
    assert ownership_of("guild") is None
