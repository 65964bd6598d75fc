"""Worked examples of published tables, each through the delivered workbook and the one reader."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.worked_decisions import DECISIONS
from tests.worked_points import POINTS

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "scheme_vectors.json").read_text(encoding="utf-8"),
    parse_float=Decimal,
    parse_int=Decimal,
)
SCHEMES = {
    "park_fsou17418085": "park_fsou",
    "qingdao_db3702": "qingdao",
    "fenghua_5plus1": "fenghua",
    "fenghua_s1": "fenghua",
    "yunnan_2019": "yunnan",
    "chongqing_ladder": "chongqing",
    "guangzhou_ladder": "guangzhou",
    "integrity_fymate": "integrity",
    "luoyang_2015": "luoyang",
    "union_party_building": "union_building",
    "suzhou2012": "suzhou_2012",
    "beilun_street": "beilun",
    "wenzhou_zone": "wenzhou",
}
"""Names in the examples that differ from those of the delivered workbooks."""


@pytest.mark.parametrize("vector", VECTORS, ids=[one["id"] for one in VECTORS])
def test_a_worked_example_comes_out_of_the_delivered_workbook(vector: Mapping[str, Any]) -> None:
    at = f"{SCHEMES.get(vector['scheme'], vector['scheme'])}!{vector['item']}"
    work = (POINTS | DECISIONS)[vector["rule"]]

    assert work(at, vector["inputs"]) == vector["expected"]
