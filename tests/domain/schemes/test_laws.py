"""Laws of every evaluation, whatever the values."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.giving.stage_scores import stage_scores
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.evaluate import evaluate
from tests.domain.schemes.made import TODAY, compiled
from xlsforms.scheme import Cells

LEAVES = [f"{group}.{row}" for group in (1, 2) for row in (1, 2, 3)]
LEVELS = ("self", "township", "county")
GRADES: list[Cells] = [
    {"code": "A", "kind": "grade_bands", "from_points": "12"},
    {"code": "AA", "kind": "grade_bands", "from_points": "18"},
    {"code": "AAA", "kind": "grade_bands", "from_points": "24"},
]
VETOES: list[Cells] = [
    {"code": "V1", "kind": "veto"},
    {"code": "V2", "kind": "veto", "effect": "grade:A"},
    {"code": "V3", "kind": "veto", "effect": "AA"},
    {"code": "V4", "kind": "review_veto"},
]


def _made(na: str = "excluded") -> CompiledScheme:
    groups: list[Cells] = [{"code": code, "kind": "group"} for code in ("1", "2")]
    leaves: list[Cells] = [
        {"code": code, "parent": code[0], "kind": "manual_range", "points": "5", "na": na}
        for code in LEAVES
    ]
    return compiled([*groups, *leaves], grades=GRADES, vetoes=VETOES)


SCHEME = _made()
_half_points = st.integers(0, 10).map(lambda halves: Decimal(halves) / 2)
_points = st.one_of(_half_points, st.none())
_observations = st.builds(
    lambda code, value, level, days: Observation(
        code,
        value,
        Source.SELF if level == "self" else Source.ASSESSOR,
        level,
        TODAY - timedelta(days),
    ),
    st.sampled_from(LEAVES),
    _points,
    st.sampled_from(LEVELS),
    st.integers(0, 700),
)
_many = st.lists(_observations, max_size=25)
_vetoes = st.sets(st.sampled_from([one["code"] for one in VETOES]))
_RANK = {None: -1, "A": 0, "AA": 1, "AAA": 2}


def _subject(observed: list[Observation], fired: Iterable[str] = ()) -> Subject:
    vetoes = [Observation(code, True, Source.RECORD, on=TODAY) for code in sorted(fired)]
    return Subject(inputs_of([*observed, *vetoes]), {"kind": "enterprise"}, TODAY)


@given(_many, _vetoes)
def test_a_veto_only_lowers(observed: list[Observation], fired: set[str]) -> None:
    free, barred = (evaluate(SCHEME, _subject(observed, some)) for some in (set(), fired))

    assert _RANK[barred.grade] <= _RANK[free.grade]
    assert barred.total == free.total
    assert barred.is_vetoed is bool(fired)


@given(_many)
def test_points_lie_within_nothing_and_full_marks(observed: list[Observation]) -> None:
    found = evaluate(SCHEME, _subject(observed))

    assert found.most is not None
    assert 0 <= found.lowest <= found.most <= 30
    for code, row in found.rows.items():
        most = SCHEME.rows[code].most
        assert most is not None
        assert row.outcome.points is None or 0 <= row.outcome.points <= most


@settings(max_examples=30, deadline=None)
@given(_many, _vetoes)
def test_evaluating_twice_says_the_same_whatever_was_evaluated_before(
    observed: list[Observation], fired: set[str]
) -> None:
    once = evaluate(SCHEME, _subject(observed, fired))
    twice = evaluate(SCHEME, _subject(observed, fired))
    anew = evaluate(_made(), _subject(observed, fired))

    assert once == twice == anew


@given(st.lists(_observations, max_size=15, unique_by=lambda one: (one.measure, one.on)), st.data())
def test_the_order_of_observations_with_other_days_does_not_matter(
    observed: list[Observation], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(observed))

    assert evaluate(SCHEME, _subject(observed)) == evaluate(SCHEME, _subject(list(mixed)))


@given(
    st.fixed_dictionaries(dict.fromkeys(LEAVES, _half_points)),
    st.sampled_from(LEAVES),
    _half_points,
)
def test_more_points_in_a_row_never_lower_total_or_grade(
    values: dict[str, Decimal], code: str, more: Decimal
) -> None:
    def found(given_values: dict[str, Decimal]) -> tuple[Decimal, int]:
        observed = [
            Observation(name, value, Source.ASSESSOR, "county", TODAY)
            for name, value in given_values.items()
        ]
        one = evaluate(SCHEME, _subject(observed))
        return one.lowest, _RANK[one.grade]

    better = {**values, code: max(values[code], more)}

    before, after = found(values), found(better)

    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(_many)
def test_the_highest_level_sees_what_the_evaluation_says(observed: list[Observation]) -> None:
    county = stage_scores(SCHEME, _subject(observed))[-1]
    found = evaluate(SCHEME, _subject(observed))

    assert (county.total, county.lowest, county.gaps) == (found.total, found.lowest, found.gaps)


@settings(max_examples=30, deadline=None)
@given(_many, st.integers(0, 48))
def test_a_day_outside_the_window_never_fires_a_veto(
    observed: list[Observation], months: int
) -> None:
    scheme = compiled(
        [{"code": "1.1", "kind": "manual_range", "points": "5"}],
        vetoes=[{"code": "V", "kind": "veto", "look_back_months": str(months)}],
    )
    old = Observation("V", True, Source.RECORD, on=date(2020, 1, 1))

    found = evaluate(scheme, _subject([*observed, old]))

    assert not found.is_vetoed


@settings(max_examples=30, deadline=None)
@given(_many)
def test_yes_is_never_taken_for_the_number_one(observed: list[Observation]) -> None:
    yes = replace(_subject(observed), inputs=inputs_of(_with_value(observed, value=True)))
    one = replace(_subject(observed), inputs=inputs_of(_with_value(observed, value=Decimal(1))))

    evaluate(SCHEME, one)

    assert evaluate(SCHEME, yes).lowest == 0


def _with_value(observed: list[Observation], *, value: Decimal | bool) -> list[Observation]:
    return [one._replace(value=value) for one in observed]


_BY_NA = {na: _made(na) for na in ("rescaled", "excluded", "full", "zero")}


@given(_many, st.sampled_from(sorted(_BY_NA)))
def test_what_does_not_apply_never_raises_above_full(observed: list[Observation], na: str) -> None:
    found = evaluate(_BY_NA[na], _subject(observed))

    assert found.most is not None
    assert 0 <= found.lowest <= found.most <= 30
    points = [found.rows[code].outcome.points for code in ("1", "2")]
    assert all(one is None or 0 <= one <= 15 for one in points)
