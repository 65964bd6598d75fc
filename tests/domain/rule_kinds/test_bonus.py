"""Points on top, up to a cap."""

from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import NOT_ABOVE_ZERO
from tests.domain.rule_kinds.scoring import Row


def test_no_more_than_the_cap_counts() -> None:
    assert Row("bonus", "4").score(6).points == 4
    assert Row("bonus", "4").score(3).points == 3
    assert Row("bonus", "", {"cap": "2"}).score(3).points == 2
    assert Row("bonus", "4").score(-1).gap == "out_of_range"


def test_a_cap_must_be_there_and_above_zero() -> None:
    assert Row("bonus").faults() == [(faults.MISSING, "indicators", 3, "cap")]
    assert Row("bonus", "", {"cap": "0"}).faults() == [(NOT_ABOVE_ZERO, "indicators", 3, "cap")]
