"""Which value counts where there are several."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from server.domain.schemes.described.columns import Combine, IndicatorColumns
from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.described.settings import SchemeSettings, SourceRule, StageRule
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.gather import combined, counting, shown_beside
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.scoring.evaluation import RowScore
from tests.domain.schemes.made import TODAY, compiled

_SETTINGS = SchemeSettings(scheme="s", version="1", name_zh="办法")
_DAYS = (date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1))


def _columns(combine: Combine = Combine.NEWEST, *sources: Source) -> IndicatorColumns:
    return IndicatorColumns("1", "一", "manual_range", combine=combine, source=sources)


def _checks(*values: Value) -> tuple[Observation, ...]:
    return tuple(
        Observation("m", value, Source.INSPECTION, on=day)
        for value, day in zip(values, _DAYS, strict=False)
    )


def _points(level: str, value: Value | None, day: int = 0) -> Observation:
    source = Source.SELF if level == "self" else Source.ASSESSOR
    return Observation("m", value, source, level, _DAYS[day])


@pytest.mark.parametrize(
    ("combine", "expected"),
    [
        (Combine.NEWEST, Decimal(90)),
        (Combine.OLDEST, Decimal(80)),
        (Combine.MEAN, Decimal(80)),
        (Combine.MIN, Decimal(70)),
        (Combine.MAX, Decimal(90)),
        (Combine.SUM, Decimal(240)),
        (Combine.COUNT, Decimal(3)),
    ],
)
def test_several_checks_become_one_value(combine: Combine, expected: Decimal) -> None:
    checks = _checks(Decimal(80), Decimal(70), Decimal(90))

    assert combined(checks, _columns(combine), _SETTINGS) == expected


def test_yes_and_no_become_one_by_any_or_all() -> None:
    checks = _checks(True, False, True)

    assert combined(checks, _columns(Combine.ANY), _SETTINGS) is True
    assert combined(checks, _columns(Combine.ALL), _SETTINGS) is False
    assert combined(_checks("a", "b"), _columns(Combine.MEAN), _SETTINGS) == "b"


def test_the_first_source_that_has_a_value_counts() -> None:
    both = (_points("self", Decimal(2)), *_checks(Decimal(1)))

    chosen = counting(both, _columns(Combine.NEWEST, Source.INSPECTION, Source.SELF), _SETTINGS)
    alone = counting(both[:1], _columns(Combine.NEWEST, Source.INSPECTION), _SETTINGS)

    assert [one.source for one in chosen] == [Source.INSPECTION]
    assert alone == ()
    assert len(counting(both, _columns(), _SETTINGS)) == 1


def test_the_highest_level_that_gave_points_counts_and_a_zero_is_one() -> None:
    by_hand = _columns(Combine.NEWEST, Source.ASSESSOR, Source.SELF)
    both = (
        _points("self", Decimal(2)),
        _points("county", Decimal(0)),
        _points("township", Decimal(1)),
    )

    assert combined(counting(both, by_hand, _SETTINGS), by_hand, _SETTINGS) == 0
    assert combined(counting(both[::2], by_hand, _SETTINGS), by_hand, _SETTINGS) == 1


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(StageRule.LAST, None), (StageRule.MEAN, Decimal("1.5")), (StageRule.MIN, Decimal(1))],
)
def test_a_scheme_may_count_levels_otherwise(rule: StageRule, expected: Decimal | None) -> None:
    settings = SchemeSettings(scheme="s", version="1", name_zh="办法", stage_rule=rule)
    columns = _columns()
    chosen = counting(
        (_points("self", Decimal(2)), _points("township", Decimal(1))), columns, settings
    )

    assert (combined(chosen, columns, settings) if chosen else None) == expected


def test_of_one_level_the_newest_points_count_and_a_department_stands_above_levels() -> None:
    settings = _SETTINGS
    columns = _columns()
    many = inputs_of(
        [
            _points("county", Decimal(1), 2),
            _points("county", Decimal(2), 0),
            _points("self", None, 1),
        ]
    )["m"]

    assert combined(counting(many, columns, settings), columns, settings) == 1
    office = Observation("m", Decimal(3), Source.ASSESSOR, "safety office", _DAYS[0])
    assert counting((*many, office), columns, settings) == (office,)


def test_a_value_that_does_not_apply_is_no_value() -> None:
    nothing = (_points("self", None), _points("township", None))
    settings = SchemeSettings(scheme="s", version="1", name_zh="办法", stage_rule=StageRule.MEAN)

    assert combined(nothing, _columns(), settings) is None
    assert combined(nothing[:1], _columns(), settings) is None


_SIDES = {rule: replace(_SETTINGS, sources=rule) for rule in SourceRule}
_TWO = {
    "code": "A",
    "kind": "manual_range",
    "points": "100",
    "source": "record inspection assessor",
    "measure": "m",
}


def _told(rule: SourceRule, *observed: Observation) -> RowScore:
    scheme = compiled([_TWO], settings={"sources": rule.value})
    return evaluate(scheme, Subject(inputs_of(observed), {}, TODAY)).rows["A"]


def test_what_other_sources_say_is_shown_where_the_scheme_wants_them_side_by_side() -> None:
    record = Observation("m", Decimal(60), Source.RECORD, on=_DAYS[0])
    (check,) = _checks(Decimal(80))

    alone, both = (_told(rule, record, check) for rule in SourceRule)

    assert alone.used == both.used == (record,)
    assert alone.outcome == both.outcome
    assert (alone.beside, both.beside) == ((), (check,))


def test_older_values_points_by_hand_and_files_stand_beside_the_first_source_too() -> None:
    older, newer = _checks(Decimal(80), Decimal(90))
    by_hand = _points("county", Decimal(70), 2)
    filed = Observation("m", Decimal(60), Source.REGISTER, evidence=("attachment:1",))
    unfiled = Observation("m", Decimal(60), Source.REGISTER)
    observed = (older, newer, by_hand, filed, unfiled)

    first, side_by_side = (shown_beside((newer,), observed, _SIDES[rule]) for rule in SourceRule)

    assert first == (older, by_hand, filed)
    assert side_by_side == (older, by_hand, filed, unfiled)
