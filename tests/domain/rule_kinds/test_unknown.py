"""A row whose rule is not published."""

from tests.domain.rule_kinds.scoring import Row


def test_an_unknown_row_keeps_its_place_and_its_maximum() -> None:
    assert Row("unknown", "35").score({}).gap == "unknown_rule"
    assert Row("unknown", "35").made().most == 35
    assert Row("unknown", "unknown").made().most is None
    assert Row("unknown").made().most is None
