"""A clause that is met or not, without points."""

from decimal import Decimal

from server.domain.rule_kinds.meets_clause import HAS_POINTS
from tests.domain.rule_kinds.scoring import Row


def test_a_clause_is_met_or_not_and_never_gives_points() -> None:
    assert [Row("meets_clause").score(one).is_met for one in (True, False)] == [True, False]
    assert Row("meets_clause").score(True).points is None
    assert Row("meets_clause").made().most == 0


def test_a_clause_may_compare() -> None:
    row = Row("meets_clause", "", {"op": ">=", "limit": "1", "measure": "party_members"})

    assert row.score({"party_members": Decimal(1)}).is_met is True
    assert row.score({"party_members": 0}).is_met is False


def test_points_of_a_clause_are_found() -> None:
    assert Row("meets_clause", "5").faults() == [(HAS_POINTS, "indicators", 3, "points")]
