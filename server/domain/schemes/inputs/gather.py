"""Which value counts: of several sources, levels, and observations of one measure."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from server.domain.schemes.described.columns import Combine, IndicatorColumns
from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.described.settings import SchemeSettings, SourceRule, StageRule
from server.domain.schemes.exact.exact import decimal_of, mean_of
from server.domain.schemes.exact.values import Value

BY_HAND = frozenset({Source.SELF, Source.ASSESSOR})


def counting(
    observed: Sequence[Observation], columns: IndicatorColumns, settings: SchemeSettings
) -> tuple[Observation, ...]:
    """Return those observations that count for a row: of its first source that has any.

    Points by hand, of all such sources of the row together, are judged by level: the highest that
    gave some, unless the scheme says otherwise. A row without a list of sources takes whatever
    there is.
    """
    sources = columns.source or tuple(dict.fromkeys(one.source for one in observed))
    for source in sources:
        found = tuple(one for one in observed if one.source is source)
        if source in BY_HAND:
            by_hand = BY_HAND.intersection(sources)
            found = tuple(one for one in observed if one.source in by_hand)
            found = _of_level(found, settings)
        if found:
            return found
    return ()


def _of_level(
    observed: tuple[Observation, ...], settings: SchemeSettings
) -> tuple[Observation, ...]:
    """Return the newest observation of the levels that count."""
    newest: dict[str, Observation] = {}
    for one in observed:
        newest[one.level] = one
    ranked = sorted(newest.values(), key=lambda one: level_rank(one.level, settings))
    if settings.stage_rule in {StageRule.MEAN, StageRule.MIN}:
        return tuple(ranked)
    if settings.stage_rule is StageRule.LAST:
        last = len(settings.levels) - 1
        ranked = [one for one in ranked if level_rank(one.level, settings) >= last]
    return tuple(ranked[-1:])


def shown_beside(
    chosen: Sequence[Observation], observed: Sequence[Observation], settings: SchemeSettings
) -> tuple[Observation, ...]:
    """Return what is shown beside the observations that count, and what counts not.

    Side by side all of it is. Where the first source wins, other sources have no say: what is left
    is what the same source said otherwise, what levels gave by hand, and files, which count anyway.
    """
    others = tuple(one for one in observed if one not in chosen)
    if settings.sources is SourceRule.SIDE_BY_SIDE:
        return others
    kept = BY_HAND.union(one.source for one in chosen)
    return tuple(one for one in others if one.source in kept or one.evidence)


def level_rank(level: str, settings: SchemeSettings) -> int:
    """Return how high a level stands; one that the scheme does not name counts as a department."""
    try:
        return settings.levels.index(level)
    except ValueError:
        return len(settings.levels)


def combined(
    observed: tuple[Observation, ...], columns: IndicatorColumns, settings: SchemeSettings
) -> Value | None:
    """Return the one value of several observations, oldest first; None: not applicable."""
    if len(observed) == 1:
        return observed[0].value
    values = [one.value for one in observed if one.value is not None]
    if not values:
        return None
    if observed[0].source in BY_HAND:
        return _by_hand(values, settings)
    if observed[0].source is Source.RECORD and is_event(observed[0].measure):
        return _how_many(values)
    return _as_one(values, columns.combine)


def _by_hand(values: list[Value], settings: SchemeSettings) -> Value:
    numbers = _numbers(values)
    if numbers and settings.stage_rule is StageRule.MIN:
        return min(numbers)
    if numbers and settings.stage_rule is StageRule.MEAN:
        return _mean(numbers)
    return values[-1]


def _how_many(values: list[Value]) -> Value:
    """Return how many records there are, each observed as one; of yes and no, whether any."""
    numbers = _numbers(values)
    return sum(numbers, Decimal(0)) if numbers else any(value is True for value in values)


def is_event(measure: str) -> bool:
    """Tell whether a measure counts records, such as `record:arrears`, and is no column of them."""
    return measure.count(":") == 1 and measure.startswith("record:")


def _as_one(values: list[Value], combine: Combine) -> Value:
    if combine is Combine.COUNT:
        return Decimal(len(values))
    if combine is Combine.ANY:
        return any(value is True for value in values)
    if combine is Combine.ALL:
        return all(value is True for value in values)
    numbers = _numbers(values)
    if combine in _OF_NUMBERS and len(numbers) == len(values):
        return _OF_NUMBERS[combine](numbers)
    return values[0] if combine is Combine.OLDEST else values[-1]


def _numbers(values: list[Value]) -> list[Decimal]:
    return [one for one in values if isinstance(one, Decimal)]


def _mean(numbers: list[Decimal]) -> Decimal:
    return decimal_of(mean_of(numbers))


_OF_NUMBERS: Mapping[Combine, Callable[[list[Decimal]], Decimal]] = {
    Combine.MEAN: _mean,
    Combine.MIN: min,
    Combine.MAX: max,
    Combine.SUM: lambda numbers: sum(numbers, Decimal(0)),
}
