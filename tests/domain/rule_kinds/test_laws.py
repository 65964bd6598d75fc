"""Laws that hold for every kind of rule, over many values."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.exact.values import Value
from server.domain.schemes.exact.words import tell
from server.domain.schemes.kinds.rule_kind import Better, Case, FieldKind, InputField
from server.domain.schemes.reading.compiled import RuleRow
from server.domain.schemes.scoring.score_row import score_row
from tests.catalogue import in_chinese, in_english
from tests.domain.rule_kinds.examples import EXAMPLES
from tests.domain.schemes.made import subject

ROWS = {
    f"{kind}-{number}": row
    for kind, many in EXAMPLES.items()
    for number, (row, _) in enumerate(many)
}
SETTINGS = SchemeSettings("made", "1", "测试办法")
MANY = settings(max_examples=25, deadline=None)


@cache
def _made(name: str) -> RuleRow:
    return ROWS[name].made()


def _values_of(one: InputField) -> st.SearchStrategy[Value]:
    if one.kind is FieldKind.YES_NO:
        return st.booleans()
    if one.kind is FieldKind.CHOICE:
        return st.sampled_from([name for name, _ in one.choices])
    low = one.minimum if one.minimum is not None else Decimal(-100)
    high = one.maximum if one.maximum is not None else low + 200
    places = 0 if one.kind is FieldKind.COUNT else 1
    drawn = st.decimals(low, high, places=places)
    if one.step is None:
        return drawn
    step = one.step
    return drawn.map(lambda value: low + (value - low) // step * step)


def _case(row: RuleRow, data: st.DataObject) -> dict[str, Value]:
    return {one.measure: data.draw(_values_of(one), one.measure) for one in row.fields}


def _score(row: RuleRow, values: Mapping[str, Value]) -> Outcome:
    return row.kind.score(row.parameters, row.slot, Case(values))


def _worth(outcome: Outcome) -> Decimal:
    return Decimal(outcome.is_met is True) if outcome.points is None else outcome.points


@pytest.mark.parametrize("name", ROWS)
@MANY
@given(data=st.data())
def test_points_lie_between_the_least_and_the_most(name: str, data: st.DataObject) -> None:
    row = _made(name)
    outcome = _score(row, _case(row, data))
    least = row.kind.least(row.parameters, row.slot)

    if outcome.points is not None:
        assert row.most is None or outcome.points <= row.most
        assert least is None or outcome.points >= least
    else:
        assert outcome.gap is not None or outcome.is_met is not None


@pytest.mark.parametrize("name", ROWS)
@MANY
@given(data=st.data())
def test_a_better_answer_never_lowers_the_points(name: str, data: st.DataObject) -> None:
    row = _made(name)
    better = row.kind.better(row.parameters, row.slot)
    values = _case(row, data)
    others = dict(values)
    for one in row.fields:
        if one.measure in better:
            other = data.draw(_values_of(one), f"better {one.measure}")
            pick = max if better[one.measure] is Better.MORE else min
            others[one.measure] = pick(values[one.measure], other)

    before, after = _score(row, values), _score(row, others)

    if before.gap is None and after.gap is None:
        assert _worth(after) >= _worth(before)
        assert before.fires_veto or not after.fires_veto


@pytest.mark.parametrize("name", ROWS)
@MANY
@given(data=st.data())
def test_what_is_said_without_all_values_is_what_all_of_them_come_to(
    name: str, data: st.DataObject
) -> None:
    row = _made(name)
    values = _case(row, data)
    needed = [one.measure for one in row.fields if one.is_required]
    dropped = data.draw(st.sets(st.sampled_from(needed)) if needed else st.just(set()), "missing")
    kept = {measure: value for measure, value in values.items() if measure not in dropped}

    part, whole = (
        score_row(row, subject(some).inputs, {}, SETTINGS).outcome for some in (kept, values)
    )

    if part.gap is None:
        assert (part.points, part.is_met) == (whole.points, whole.is_met)


@pytest.mark.parametrize("name", ROWS)
@MANY
@given(data=st.data())
def test_the_same_values_always_give_the_same(name: str, data: st.DataObject) -> None:
    row, again = _made(name), ROWS[name].made()
    values = _case(row, data)

    assert _score(row, values) == _score(row, values) == _score(again, values)


@pytest.mark.parametrize("name", ROWS)
@MANY
@given(data=st.data())
def test_every_step_fills_its_sentence_in_both_languages(name: str, data: st.DataObject) -> None:
    row = _made(name)

    for one in _score(row, _case(row, data)).steps:
        for sentence in (tell(one, in_english, "en"), tell(one, in_chinese, "zh_CN")):
            assert sentence
            assert "%(" not in sentence


@pytest.mark.parametrize("name", ROWS)
def test_a_value_of_another_kind_gives_nothing_and_breaks_nothing(name: str) -> None:
    row = _made(name)

    outcome = _score(row, {one.measure: "~" for one in row.fields})

    assert not outcome.points
    assert not outcome.is_met


def test_most_kinds_say_which_answers_are_better() -> None:
    without = {
        name.rpartition("-")[0]
        for name in ROWS
        if not _made(name).kind.better(_made(name).parameters, _made(name).slot)
    }

    assert without == {
        "all_or_nothing",
        "coefficient",
        "count_threshold",
        "enum_choice",
        "evidence_gate",
        "quality_tier",
        "unknown",
    }
