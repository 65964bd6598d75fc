"""Points off, up to a cap."""

from server.domain.schemes.exact import faults
from tests.domain.rule_kinds.scoring import Row


def test_no_more_than_the_cap_is_taken_off() -> None:
    assert Row("deduct", "-4").score(6).points == -4
    assert Row("deduct", "-4").score(1).points == -1
    assert Row("deduct", "", {"cap": "2"}).score(3).points == -2
    assert Row("deduct", "-4").made().most == 0


def test_points_off_are_typed_as_a_positive_number() -> None:
    assert Row("deduct", "-4").score(-1).gap == "out_of_range"
    assert str(Row("deduct", "-4").score(0).points) == "0"


def test_a_cap_must_be_there() -> None:
    assert Row("deduct").faults() == [(faults.MISSING, "indicators", 3, "cap")]
