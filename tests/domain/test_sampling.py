"""Required samples: every row of the table the rules were taken from."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.json_values import BadJson
from server.domain.sampling import (
    Z_90,
    SampleProfile,
    SampleRule,
    profile_from_json,
    required_sample,
    sample_by_formula,
)

# headcount, ±5 %, ±7.5 %, ±10 %, ±15 %, ±10 % at 90 %, office
TABLE = [
    (10, 10, 10, 10, 9, 9, 10),
    (20, 20, 18, 17, 14, 16, 16),
    (30, 28, 26, 24, 18, 21, 24),
    (50, 45, 39, 34, 24, 29, 34),
    (80, 67, 55, 44, 29, 37, 44),
    (100, 80, 64, 50, 31, 41, 50),
    (150, 109, 81, 59, 34, 47, 59),
    (200, 132, 93, 66, 36, 51, 66),
    (300, 169, 110, 73, 38, 56, 73),
    (500, 218, 128, 81, 40, 60, 81),
    (1_000, 278, 146, 88, 41, 64, 100),
    (2_000, 323, 158, 92, 42, 66, 150),
    (5_000, 357, 166, 95, 43, 67, 200),
    (10_000, 370, 168, 96, 43, 68, 300),
]
PROFILES = st.sampled_from(
    [
        *(SampleProfile(rule) for rule in SampleRule if rule is not SampleRule.PERCENT),
        SampleProfile(SampleRule.PERCENT, 20),
        SampleProfile(SampleRule.PERCENT, 30, 25),
        SampleProfile(SampleRule.PERCENT, 60, 5),
    ]
)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"N={row[0]}")
def test_every_row_of_the_table_is_met(row: tuple[int, ...]):
    headcount, strict, medium, standard, light, at_90, office = row
    tenth = Fraction(1, 10)

    assert required_sample(SampleProfile(SampleRule.STRICT), headcount) == strict
    assert sample_by_formula(headcount, margin=Fraction(75, 1000)) == medium
    assert required_sample(SampleProfile(), headcount) == standard
    assert required_sample(SampleProfile(SampleRule.LIGHT), headcount) == light
    assert sample_by_formula(headcount, margin=tenth, z=Z_90) == at_90
    assert required_sample(SampleProfile(SampleRule.OFFICE), headcount) == office


@pytest.mark.parametrize(
    ("headcount", "at_5", "at_10"),
    [(100, 72, 39), (200, 111, 48), (500, 166, 55), (1_000, 198, 58)],
)
def test_planning_for_four_fifths_needs_fewer(headcount: int, at_5: int, at_10: int):
    share = Fraction(4, 5)

    assert sample_by_formula(headcount, margin=Fraction(5, 100), share=share) == at_5
    assert sample_by_formula(headcount, margin=Fraction(1, 10), share=share) == at_10


@pytest.mark.parametrize(
    ("profile", "headcount", "required"),
    [
        (SampleProfile(SampleRule.PERCENT, 20), 101, 21),
        (SampleProfile(SampleRule.PERCENT, 30), 10, 3),
        (SampleProfile(SampleRule.PERCENT, 60), 1, 1),
        (SampleProfile(SampleRule.PERCENT, 20, 30), 100, 30),
        (SampleProfile(SampleRule.PERCENT, 20, 30), 12, 12),
    ],
)
def test_a_percentage_has_a_floor_and_never_asks_for_more_than_all(
    profile: SampleProfile, headcount: int, required: int
):
    assert required_sample(profile, headcount) == required


@given(PROFILES, st.integers(1, 20_000))
def test_a_larger_enterprise_never_needs_fewer(profile: SampleProfile, headcount: int):
    assert 1 <= required_sample(profile, headcount) <= headcount
    assert required_sample(profile, headcount) <= required_sample(profile, headcount + 1)


@given(PROFILES)
def test_a_profile_is_read_back(profile: SampleProfile):
    assert profile_from_json(profile.to_json()) == profile


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"rule": "guess"},
        {"rule": "percent"},
        {"rule": "percent", "percent": 0, "floor": 0},
        {"rule": "percent", "percent": 20, "floor": -1},
    ],
)
def test_other_profiles_are_refused(stored: dict[str, object]):
    with pytest.raises(BadJson):
        profile_from_json(stored)


def test_a_percentage_belongs_to_its_rule():
    with pytest.raises(ValueError):
        SampleProfile(SampleRule.LIGHT, 20)
