"""A part must be so large a share of a whole."""

import pytest

from server.domain.rule_kinds.share_threshold import NO_SHARE
from server.domain.schemes.exact import faults
from server.domain.schemes.kinds.rule_faults import FEW_MEASURES
from tests.domain.rule_kinds.scoring import Row

CELLS = {"measure": "part whole"}


@pytest.mark.parametrize(
    ("share", "part", "whole", "is_met"),
    [
        ("60%", 620000, 1000000, True),
        ("2/3", 6, 9, True),
        ("2/3", 5, 9, False),
        ("1/3", 3, 9, True),
        ("0.6667", 6, 9, False),
    ],
)
def test_shares_are_exact(share: str, part: int, whole: int, is_met: bool) -> None:
    row = Row("share_threshold", "", {**CELLS, "share": share})

    assert row.score({"part": part, "whole": whole}).is_met is is_met


def test_a_part_of_nothing_or_beyond_the_whole_leaves_it_open() -> None:
    row = Row("share_threshold", "2", {**CELLS, "share": "0.5"})

    assert row.score({"part": 0, "whole": 0}).gap == "out_of_range"
    assert row.score({"part": 3, "whole": 2}).gap == "out_of_range"
    assert row.score({"part": 1, "whole": 2}).points == 2


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"share": "60"}, (NO_SHARE, "share")),
        ({"share": "half"}, (faults.NOT_A_SHARE, "share")),
        ({"share": "0.5", "measure": ""}, (FEW_MEASURES, "measure")),
        ({"share": "0.5", "op": "!="}, (faults.NOT_ONE_OF, "op")),
    ],
)
def test_what_makes_no_sense_is_found(cells: dict[str, str], wrong: tuple[object, str]) -> None:
    kind, column = wrong

    assert Row("share_threshold", "", CELLS | cells).faults() == [(kind, "indicators", 3, column)]
