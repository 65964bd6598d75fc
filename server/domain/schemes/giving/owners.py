"""Whose a row is: which rows a level or a department may fill, which it sees, which are hidden."""

from collections.abc import Mapping
from enum import StrEnum

from server.domain.schemes.described.observations import Source
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.inputs.found import SELF_LEVEL
from server.domain.schemes.inputs.gather import BY_HAND
from server.domain.schemes.reading.compiled import CompiledScheme, GroupRow, RuleRow, VetoRow


class Access(StrEnum):
    """What somebody may do with a row."""

    FILL = "fill"
    SEE = "see"
    HIDDEN = "hidden"


def access_of(scheme: CompiledScheme, who: str) -> Mapping[str, Access]:
    """Return code -> access of every row and veto for a level or department.

    A department sees its own rows alone. A level sees the table, but deductions and vetoes only
    from the lowest level on that may set them: the enterprise's page shows none of them.
    """
    found: dict[str, Access] = {}
    for code, row in scheme.rows.items():
        if isinstance(row, RuleRow):
            found[code] = _of_row(row, who, scheme.settings)
        else:
            found[code] = _of_group(row, found)
    for veto in scheme.vetoes:
        found[veto.columns.code] = _of_veto(veto, who, scheme.settings)
    return found


def may_fill(scheme: CompiledScheme, who: str) -> tuple[str, ...]:
    """Return the codes of rows and vetoes that a level or department fills, in their order."""
    access = access_of(scheme, who)
    codes = (*scheme.order, *(one.columns.code for one in scheme.vetoes))
    return tuple(code for code in codes if access[code] is Access.FILL)


def _of_row(row: RuleRow, who: str, settings: SchemeSettings) -> Access:
    if row.fields and _fills(row, who, settings):
        return Access.FILL
    if who not in settings.levels:
        return Access.HIDDEN
    if _takes_off(row) and not _is_above(who, row.columns.assessor, settings):
        return Access.HIDDEN
    return Access.SEE


def _fills(row: RuleRow, who: str, settings: SchemeSettings) -> bool:
    """Tell whether somebody fills a row: the subject itself only where the row asks it to."""
    sources = row.columns.source
    if who == SELF_LEVEL:
        is_asked = Source.SELF in sources or (not sources and not row.columns.assessor)
        return is_asked and not _takes_off(row)
    if sources and not any(one in BY_HAND for one in sources):
        return False
    named = tuple(one for one in row.columns.assessor if one != SELF_LEVEL)
    return sources != (Source.SELF,) and _is_owner(who, named, settings.levels)


def _of_group(row: GroupRow, found: Mapping[str, Access]) -> Access:
    """Return that a group is seen where any row below it is."""
    is_seen = any(found[code] is not Access.HIDDEN for code in row.children)
    return Access.SEE if is_seen else Access.HIDDEN


def _of_veto(veto: VetoRow, who: str, settings: SchemeSettings) -> Access:
    setters = veto.columns.may_set
    sources = veto.columns.source
    is_by_hand = not sources or any(one in BY_HAND for one in sources)
    if is_by_hand and _is_owner(who, setters, settings.levels[1:]):
        return Access.FILL
    is_seen = who in settings.levels[1:] and _is_above(who, setters, settings)
    return Access.SEE if is_seen else Access.HIDDEN


def _is_owner(who: str, named: tuple[str, ...], otherwise: tuple[str, ...]) -> bool:
    """Tell whether somebody is named; where nobody is, these levels own the row together."""
    return who in (named or otherwise)


def _is_above(who: str, named: tuple[str, ...], settings: SchemeSettings) -> bool:
    """Tell whether a level is not below the lowest level that is named."""
    levels = settings.levels
    ranks = [levels.index(one) for one in named if one in levels]
    lowest = min(ranks, default=min(1, len(levels) - 1))
    return levels.index(who) >= lowest


def _takes_off(row: RuleRow) -> bool:
    """Tell whether a row can only take points off."""
    if row.most is None or row.most > 0:
        return False
    least = row.kind.least(row.parameters, row.slot)
    return least is None or least < 0
