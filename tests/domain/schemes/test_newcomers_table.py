"""A table that is not delivered, written by the guide alone, gives the points worked out by hand.

By hand, for the good enterprise: 8 − 3 × 0.4 = 6.8, 3, 2 + 1 + 1, 3 (no agency labour), 6.5: 23.3;
10 + 3 + 4 + 3 = 20; the mean of 99, 98, 95, 100, 93 is 97: 10, and 5: 15; 4 + 2 + 0 + 3.5 = 9.5;
5 + 4 + 4 = 13; 91.5 %: 15. Together 95.8, and 3 + 3 bonus points count as 5: 100.8.
"""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from server.domain.schemes.checking.check_scheme import CheckedScheme, check_scheme
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.scoring.evaluation import Evaluation
from server.domain.schemes.typing.typed_inputs import source_for, subjects_of_json
from tests.domain.schemes.newcomers_table import newcomers_workbook
from tests.scheme_books import read_here

DAY = date(2027, 12, 1)
GOOD: dict[str, Any] = {
    "contracts.signing_rate": "97%",
    "contracts.roster": "是",
    "1.3/1": "yes",
    "1.3/2": "yes",
    "1.3/3": True,
    "contracts.agency_labour": "不适用",
    "1.5": 6.5,
    "record:arrears": 0,
    "wages.minimum_wage": "yes",
    "2.3": "好",
    "wages.migrant_workers": "yes",
    "record:insurance:pension": 99,
    "record:insurance:medical": 98,
    "record:insurance:unemployment": 95,
    "record:insurance:injury": 100,
    "record:insurance:maternity": "９３",
    "insurance.full_base": "yes",
    "safety.responsibility": "yes",
    "safety.protective_gear": "yes",
    "safety.fire_exits": "no",
    "4.2": 3.5,
    "5.1": 5,
    "democracy.collective_contract": "yes",
    "satisfaction.overall:basically": 91.5,
    "7.1": 3,
    "7.2": 3,
    "8.1": 0,
    "veto.child_labour": "none",
}
DISCLOSED = {"measure": "democracy.disclosure", "value": "yes", "evidence": ["board.jpg"]}
OF_2A = [{"code": "2A", "since": "2026-06-01"}]


@cache
def _checked() -> CheckedScheme:
    book = read_here(newcomers_workbook())
    return check_scheme(book.scheme, problems=book.problems)


def _evaluated(
    headcount: int, *more: dict[str, Any], without: str = "", titles: object = ()
) -> Evaluation:
    made = _checked().compiled
    assert made is not None
    said = {one["measure"] for one in more} | {without}
    values = [{"measure": name, "value": value} for name, value in GOOD.items() if name not in said]
    told = {
        "facts": {"headcount": headcount},
        "observations": [*values, *more],
        "titles": list(titles),  # type: ignore[call-overload]
    }
    data = json.dumps(told, ensure_ascii=False).encode()
    (one,) = subjects_of_json(data, DAY, source_for(made))
    return evaluate(made, one.subject)


def test_the_table_is_free_of_faults_and_adds_up() -> None:
    checked = _checked()

    assert checked.faults == ()
    assert checked.compiled is not None
    assert (len(checked.compiled.rows), checked.compiled.most) == (28, 100)


def test_a_good_enterprise_climbs_from_2a_to_3a() -> None:
    found = _evaluated(320, DISCLOSED, titles=OF_2A)

    points = {code: found.rows[code].outcome.points for code in "12345678"}
    by_hand = ("23.3", "20", "15", "9.5", "13", "15", "5", "0")
    assert points == {code: Decimal(each) for code, each in zip("12345678", by_hand, strict=True)}
    assert (found.total, found.grade) == (Decimal("100.80"), "3A")


def test_what_was_found_on_site_vetoes_and_records_count_inside_their_window() -> None:
    undisclosed = {"measure": "democracy.disclosure", "value": "yes"}
    late = {"measure": "record:arrears", "value": 1, "on": "2027-05-01"}
    old = {"measure": "record:arrears", "value": 1, "on": "2026-05-01"}
    child = {"measure": "veto.child_labour", "value": "found"}
    listed = {"measure": "record:blacklist", "value": 1, "on": "2027-03-01"}

    found = _evaluated(80, undisclosed, late, old, child, listed, without="5.1")

    points = {code: found.rows[code].outcome.points for code in ("2.1", "5.1", "5.2")}
    assert points == {"2.1": 5, "5.1": 5, "5.2": 0}
    assert (found.total, found.grade) == (Decimal("91.80"), None)
    assert [code for code, one in found.vetoes.items() if one.fires] == ["V3"]
    assert found.vetoes["V2"].is_waiting_for_proof


def test_a_sample_too_small_leaves_the_total_open_and_still_gives_what_is_sure() -> None:
    found = _evaluated(12, DISCLOSED, without="satisfaction.overall:basically")

    assert (found.total, found.lowest, found.gaps) == (None, Decimal("85.80"), ("6.1",))
    assert found.grade == "A"


def test_a_yes_beside_the_starred_row_bars_the_title_and_keeps_the_points() -> None:
    star = {"measure": "2.4*", "value": "yes", "source": "assessor", "level": "county"}

    found = _evaluated(320, DISCLOSED, star, titles=OF_2A)

    assert (found.total, found.grade) == (Decimal("100.80"), None)
