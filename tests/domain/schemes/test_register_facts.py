"""Facts of the register as conditions compare them."""

from decimal import Decimal

from server.domain.schemes.inputs.register_facts import (
    ENTERPRISE_FACTS,
    REGISTER_FACTS,
    facts_behind,
    register_facts,
)


def test_facts_tell_kind_and_places_with_the_last_one_as_the_own_area() -> None:
    path = (("county", "和合县"), ("township", "和合镇"))

    facts = register_facts("enterprise", path, {})

    assert facts == {
        "kind": "enterprise",
        "county": "和合县",
        "township": "和合镇",
        "area": "和合镇",
    }


def test_what_is_not_known_is_left_out_and_no_is_known() -> None:
    facts = register_facts("enterprise", (), {"headcount": 40, "has_union": False, "park": None})

    assert facts == {"kind": "enterprise", "headcount": Decimal(40), "has_union": False}


def test_an_industry_is_its_section_and_its_code_beside_it() -> None:
    facts = register_facts("enterprise", (), {"industry": "C17"})

    assert facts == {"kind": "enterprise", "industry": "C", "industry_code": "C17"}


def test_a_code_of_an_industry_is_made_of_the_industry() -> None:
    assert facts_behind({"industry_code", "township"}) == ("industry",)
    assert set(ENTERPRISE_FACTS) < set(REGISTER_FACTS)
