"""The delivered schemes: read without fault, written back the same, adding up, using every kind."""

from decimal import Decimal
from pathlib import Path

import pytest

from server.domain.schemes.checking import check_measures
from server.domain.schemes.checking.check_scheme import check_scheme
from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.giving.owners import Access, access_of
from server.domain.schemes.kinds.decision_kind import (
    all_grade_kinds,
    all_group_kinds,
    all_veto_kinds,
)
from server.domain.schemes.kinds.rule_kind import all_rule_kinds
from server.domain.schemes.reading.compiled import RuleRow
from server.domain.schemes.reading.guide import scheme_guide
from server.domain.schemes.scoring.evaluate import evaluate
from tests.delivered_schemes import (
    delivered,
    evaluated,
    fields_below,
    full_values,
    observed,
    row_outcome,
    subject_with,
)
from tests.factories import compiled
from xlsforms.delivered import (
    DELIVERED_FORMS,
    DELIVERED_SCHEMES,
    read_delivered,
    read_delivered_scheme,
)
from xlsforms.read_scheme import read_scheme
from xlsforms.scheme import PARAMETERS, SETTINGS, SHEETS, Scheme
from xlsforms.write_scheme import write_scheme

TOTALS = {
    "suzhou_snd": {"1": "38", "2": "27.5", "3": "20.5", "4": "14", "5": "0"},
    "park_fsou": {"3": "8", "4": "15", "5": "15", "6": "14", "7": "20", "8": "6", "9": "2"},
    "qingdao": {"1": "11.5", "1.2": "2.5", "1.3": "4"},
    "fenghua": {"1": "120", "2": "400", "3": "150", "4": "220", "5": "110", "T": "100"},
    "wenzhou": {"A": "40", "A1": "17", "B": "60"},
    "yunnan": {"B": "45", "S": "25", "C": "30", "J": "4"},
    "meilong": {"1": "30", "2": "30", "3": "40"},
    "rizhao": {"1": "15"},
    "modern_enterprise": {"1": "100", "2": "160", "3": "320"},
    "jincheng": {"1": "150"},
    "qingyuan": {"1": "15", "2": "85"},
    "group_standard": {"1": "10", "2": "90"},
}
"""Full marks of rows as the published tables state them."""
WHOLE = {
    **dict.fromkeys(("suzhou_snd", "fenghua", "wenzhou", "chongqing", "ningde", "yunnan"), 100),
    **dict.fromkeys(("meilong", "qingyuan", "group_standard", "example"), 100),
    "rizhao": 15,
    "modern_enterprise": 580,
    "jincheng": 150,
}
PARTLY_KNOWN = (
    "suzhou_2012",
    "park_fsou",
    "qingdao",
    "shanghai",
    "park_rates",
    "jining",
    "shandong",
    "chengdu",
)
"""Those of which even the sum of points is unknown."""


@pytest.fixture(params=DELIVERED_SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return delivered(request.param).source


@pytest.fixture(scope="module")
def measures() -> frozenset[str]:
    forms = [compiled(name) for name in DELIVERED_FORMS]
    return frozenset(one for form in forms for one in form.measures)


def test_nothing_is_wrong_with_a_delivered_scheme(scheme: Scheme, measures: frozenset[str]) -> None:
    checked = check_scheme(scheme, measures=measures)

    assert checked.compiled is not None
    assert [one for one in checked.faults if not one.kind.is_warning] == []
    no_form = {check_measures.NO_SUCH_MEASURE, check_measures.NEAR_MEASURE}
    assert [one for one in checked.faults if one.kind in no_form] == []


def test_it_is_written_back_as_the_same_scheme(scheme: Scheme) -> None:
    assert read_scheme(write_scheme(scheme, scheme_guide(str))) == scheme


def test_it_is_called_as_its_file(scheme: Scheme) -> None:
    assert scheme.setting("scheme") in DELIVERED_SCHEMES


def test_names_stand_in_both_languages_and_sources_in_every_row(scheme: Scheme) -> None:
    for sheet in ("indicators", "vetoes", "grades", "targets", "records"):
        for row in scheme.rows_of(sheet):
            assert row["name_zh"], row
            assert row["name_en"], row
    for row in scheme.stages:
        assert row["stage_zh"], row
        assert row["stage_en"], row
    for row in scheme.indicators:
        assert row["source"] or row["kind"] == "unknown" or row["kind"] in all_group_kinds()


@pytest.mark.parametrize("ending", ["md", "zh.md"])
def test_the_list_of_delivered_schemes_has_them_all(ending: str) -> None:
    listed = Path(__file__).parents[2].joinpath(f"docs/delivered-schemes.{ending}")
    text = listed.read_text(encoding="utf-8")

    assert [name for name in DELIVERED_SCHEMES if f"| `{name}.xlsx` |" not in text] == []


def test_no_cell_holds_an_address_of_the_web(scheme: Scheme) -> None:
    for sheet in SHEETS:
        if sheet not in {SETTINGS, PARAMETERS}:
            for row in scheme.rows_of(sheet):
                assert not any("://" in text for text in row.cells.values())


@pytest.mark.parametrize("name", TOTALS)
def test_its_rows_have_the_points_of_the_published_table(name: str) -> None:
    rows = delivered(name).rows

    assert {code: rows[code].most for code in TOTALS[name]} == {
        code: Decimal(points) for code, points in TOTALS[name].items()
    }


def test_whole_tables_add_up_and_others_say_that_they_are_not_whole() -> None:
    most = {name: delivered(name).most for name in DELIVERED_SCHEMES}

    assert {name: most[name] for name in WHOLE} == WHOLE
    assert {name for name in most if most[name] is None} == set(PARTLY_KNOWN)
    assert all(most[name] == 0 for name in most if name not in {*WHOLE, *PARTLY_KNOWN})


def test_every_kind_is_used_by_a_delivered_scheme() -> None:
    used: set[str] = set()
    for name in DELIVERED_SCHEMES:
        source = delivered(name).source
        lists = (row for rows in source.parameters.values() for row in rows)
        used |= {row["kind"] for row in lists}
        for sheet in ("indicators", "vetoes", "grades", "targets"):
            used |= {row["kind"] for row in source.rows_of(sheet)}
    kinds = {*all_rule_kinds(), *all_group_kinds(), *all_veto_kinds(), *all_grade_kinds()}

    assert kinds - used == set()


def test_every_policy_for_rows_that_do_not_apply_is_used() -> None:
    used = {row["na"] for name in DELIVERED_SCHEMES for row in delivered(name).source.indicators}

    assert {"full", "excluded", "rescaled", "zero"} <= used


def test_the_100_point_table_takes_58_items_from_hands_and_workers() -> None:
    rows = [one for one in delivered("suzhou_snd").rows.values() if isinstance(one, RuleRow)]
    by_hand = [one for one in rows if one.kind.name == "manual_range"]
    asked = [one for one in rows if one.kind.name == "survey_score"]

    assert (len(by_hand), len(asked), len(rows)) == (44, 14, 64)
    assert all(one.columns.evidence_gate for one in by_hand)
    assert {one.columns.source for one in asked} == {("survey",)}


def test_the_measures_of_the_100_points_are_those_of_the_delivered_forms() -> None:
    scheme = delivered("suzhou_snd")
    own = {one.measure for code in "123" for one in fields_below(scheme, code)}
    sentences = {one.measure.partition(":")[0] for one in fields_below(scheme, "4")}

    assert own == {one for one in compiled("self_assessment").measures if one.startswith("snd.")}
    assert sentences <= set(compiled("snd_satisfaction").measures)


def test_the_enterprise_sees_neither_deductions_nor_vetoes_and_the_township_some() -> None:
    scheme = delivered("suzhou_snd")
    sees = {level: access_of(scheme, level) for level in scheme.settings.levels}

    assert {sees["self"][code] for code in ("5.1.1", "5.2.1", "6.1.1")} == {Access.HIDDEN}
    assert sees["township"]["5.1.1"] is Access.FILL
    assert {sees["township"][code] for code in ("5.2.1", "6.1.1")} == {Access.HIDDEN}
    assert {sees["county"][code] for code in ("5.1.1", "5.2.1", "6.1.1")} == {Access.FILL}


def _worst(name: str, code: str) -> Outcome:
    fields = fields_below(delivered(name), code)
    return row_outcome(name, code, [Decimal(one.choices[-1][0]) for one in fields])


def test_the_deductions_take_off_26_points_at_most() -> None:
    assert _worst("suzhou_snd", "5").points == -26


def test_without_agency_labour_the_rest_of_the_group_counts_for_all_of_it() -> None:
    scheme = delivered("example")
    values = full_values("example", "1") | {"1.3": Decimal(5)}
    given = [one for one in observed(scheme, values) if one.measure != "contracts.agency_labour"]
    none = Observation("contracts.agency_labour", None, Source.INSPECTION)

    with_some = evaluated("example", values).rows["1"].outcome
    without = evaluate(scheme, subject_with((*given, none))).rows["1"].outcome

    assert with_some.points == 35
    assert without.points == Decimal(25) * 40 / 30


@pytest.mark.parametrize("name", DELIVERED_FORMS)
def test_a_scheme_is_no_form(name: str) -> None:
    assert read_delivered(name)
    with pytest.raises(KeyError):
        read_delivered_scheme(name)
