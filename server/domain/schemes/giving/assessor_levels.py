"""Who gives points by hand: the levels and departments of a scheme, and who may act as which."""

from collections.abc import Collection

from server.domain.areas import AreaLevel
from server.domain.schemes.inputs.found import SELF_LEVEL
from server.domain.schemes.inputs.gather import level_rank
from server.domain.schemes.reading.compiled import CompiledScheme

_ORDER = tuple(AreaLevel)


def assessors_of(scheme: CompiledScheme) -> tuple[str, ...]:
    """Return the levels of a scheme, the lowest first, and then the departments that it names."""
    levels = scheme.settings.levels
    named = [one for row in scheme.rows.values() for one in row.columns.assessor]
    named += [one for veto in scheme.vetoes for one in veto.columns.may_set]
    departments = sorted({one for one in named if one not in levels})
    return (*levels, *departments)


def may_act_as(level: str, reached: Collection[AreaLevel] | None) -> bool:
    """Tell whether somebody may fill the sheet of a level for an enterprise.

    `reached` are the levels of the areas above the enterprise that they work for; None is the whole
    project. The enterprise's own sheet is open to every office above it; a department's, like a
    level that is no kind of area, to those of a county or more.
    """
    if reached is None:
        return True
    if not reached:
        return False
    if level == SELF_LEVEL:
        return True
    highest = min(_ORDER.index(one) for one in reached)
    wanted = AreaLevel(level) if level in set(AreaLevel) else AreaLevel.COUNTY
    return highest <= _ORDER.index(wanted)


def levels_below(scheme: CompiledScheme, level: str) -> tuple[str, ...]:
    """Return the levels below one, the highest of them first; departments stand beside the last."""
    levels = scheme.settings.levels
    rank = level_rank(level, scheme.settings)
    if level not in levels:
        rank = max(len(levels) - 1, 0)
    return tuple(reversed(levels[:rank]))


def stands_above(scheme: CompiledScheme, level: str, other: str) -> bool:
    """Tell whether a level stands above another one, and so may return its points."""
    levels = scheme.settings.levels
    if level not in levels:
        return False
    if other not in levels:
        return level == levels[-1]
    return levels.index(level) > levels.index(other)
