"""What levels give the entrants by hand: near to what the enterprise said, with reasons."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import NamedTuple

from server.demo.draws import drawn_for, happens
from server.demo.entrants import LINFEN, SND, Entrant, Story, is_there
from server.demo.self_points import STEP, quality_of, self_points
from server.domain.schemes.giving.filled_sheet import TypedSheet
from server.domain.schemes.giving.sheet import SheetRow
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField

SELF, TOWNSHIP, COUNTY = "self", "township", "county"
_LEVELS: Mapping[str, Sequence[str]] = {SND: (SELF, TOWNSHIP, COUNTY), LINFEN: (SELF, COUNTY)}
"""Scheme -> the levels that give points, the lowest first."""
_DONE: Mapping[str, float] = {SELF: 0.92, TOWNSHIP: 0.86, COUNTY: 0.72}
"""Share of the usual enterprises whose sheet a level has submitted."""
_BEGUN, _BEGUN_ROWS = 0.5, 14
"""Of the others, so many have a draft, with so many rows in it."""
_LOWERED: Mapping[str, float] = {SELF: 0.0, TOWNSHIP: 0.1, COUNTY: 0.05}
_MODEL_LOWERED = 0.02
_CHANGED, _DEDUCTED = 0.07, 0.08
_FRONT_LINE = (Decimal("0.52"), Decimal("0.71"), Decimal("0.66"))
_FUNDS_A_HEAD = 600
_LOWERED_BECAUSE = (
    "证明材料不够完整，扣0.5分。",
    "台账有缺页，扣0.5分，已告知企业补齐。",
    "现场询问职工，与材料不完全一致，扣0.5分。",
    "制度公示时间不足，扣0.5分。",
)
_DEDUCTED_BECAUSE = "查阅台账和投诉登记，按档次减分。"
_FOR_COMPANIES, _COMPANY = "democracy.employee_directors", "公司"
_NO_COMPANY = "非公司制企业。"
_CHANGED_BECAUSE = ("现场核实后更正。", "材料显示与自评不一致，予以更正。")


class TypedRow(NamedTuple):
    """What a level types into a row: values by measure, a reason, or that it does not apply."""

    values: Mapping[str, str]
    reason: str = ""
    applies: bool = True


class SheetPlan(NamedTuple):
    """A sheet as a level leaves it: what is typed, and whether it is submitted."""

    typed: TypedSheet
    is_final: bool


def sends_form(entrant: Entrant) -> bool:
    """Tell whether an entrant sends the form of self-assessments: it holds one table's items."""
    return entrant.scheme == SND and is_there(entrant, SELF, _DONE[SELF])


def typed_levels(entrant: Entrant) -> Sequence[str]:
    """Return the levels that type their points of an entrant, the lowest first."""
    levels = _LEVELS[entrant.scheme]
    return [one for one in levels if one != SELF or entrant.scheme != SND]


def planned_sheet(entrant: Entrant, level: str, rows: Sequence[SheetRow]) -> SheetPlan | None:
    """Return the sheet that a level fills for an entrant; None: nobody has begun it yet."""
    is_final = all(is_there(entrant, one, _DONE[one]) for one in _up_to(entrant, level))
    if not is_final and not _is_begun(entrant, level):
        return None
    typed = [(row, _typed_row(entrant, level, row)) for row in rows if _is_typed(row)]
    if not is_final:
        typed = typed[:_BEGUN_ROWS]
    sheet = TypedSheet(
        values={key: text for _, one in typed for key, text in one.values.items()},
        reasons={row.code: one.reason for row, one in typed if one.reason},
        not_applicable=frozenset(row.code for row, one in typed if not one.applies),
    )
    return SheetPlan(sheet, is_final)


def _up_to(entrant: Entrant, level: str) -> Sequence[str]:
    """Return a level with those below it: nobody judges before the level below has submitted."""
    levels = _LEVELS[entrant.scheme]
    return levels[: levels.index(level) + 1]


def _is_begun(entrant: Entrant, level: str) -> bool:
    below = _up_to(entrant, level)[:-1]
    is_turn = all(is_there(entrant, one, _DONE[one]) for one in below)
    return is_turn and is_there(entrant, f"begun {level}", _BEGUN)


def _is_typed(row: SheetRow) -> bool:
    """Tell whether a level types something: vetoes come from departments' records."""
    return row.is_open and not row.is_veto


def _typed_row(entrant: Entrant, level: str, row: SheetRow) -> TypedRow:
    field = row.fields[0]
    if field.measure == _FOR_COMPANIES and _COMPANY not in entrant.name:
        return TypedRow({}, _NO_COMPANY, applies=False)
    if field.measure.startswith("snd."):
        return _points(entrant, level, field.measure)
    if field.kind is FieldKind.CHOICE:
        return _deduction(entrant, field)
    if field.kind is FieldKind.YES_NO:
        return _yes_no(entrant, level, field.measure)
    return _shares(entrant, row)


def _points(entrant: Entrant, level: str, measure: str) -> TypedRow:
    points, reason = self_points(entrant)[measure], ""
    for one in _up_to(entrant, level):
        draw = drawn_for("lowered", one, entrant.number, measure)
        share = min(_LOWERED[one], _MODEL_LOWERED) if entrant.is_model else _LOWERED[one]
        reason = ""
        if points >= STEP and happens(draw, share):
            points, reason = points - STEP, draw.choice(_LOWERED_BECAUSE)
    return TypedRow({measure: str(points)}, reason)


def _deduction(entrant: Entrant, field: InputField) -> TypedRow:
    draw = drawn_for("deduction", entrant.number, field.measure)
    names = [name for name, _ in field.choices]
    if entrant.story is not Story.USUAL or not happens(draw, _DEDUCTED):
        return TypedRow({field.measure: names[0]})
    return TypedRow({field.measure: names[1]}, _DEDUCTED_BECAUSE)


def _yes_no(entrant: Entrant, level: str, measure: str) -> TypedRow:
    draw = drawn_for("yes", entrant.number, measure)
    is_met = entrant.is_model or happens(draw, 0.5 + quality_of(entrant) / 2)
    changes = not entrant.is_model and happens(draw, _CHANGED)
    if level == SELF or not changes:
        return TypedRow({measure: _word(is_yes=is_met)})
    return TypedRow({measure: _word(is_yes=not is_met)}, draw.choice(_CHANGED_BECAUSE))


def _shares(entrant: Entrant, row: SheetRow) -> TypedRow:
    """Return the funds for training, and how much of them went to the front line."""
    funds = Decimal(entrant.headcount * _FUNDS_A_HEAD)
    share = _FRONT_LINE[-1] if entrant.is_model else _any_of(drawn_for("funds", entrant.number))
    front_line, whole = row.fields
    return TypedRow({front_line.measure: str(round(funds * share)), whole.measure: str(funds)})


def _any_of(draw: Random) -> Decimal:
    return draw.choice(_FRONT_LINE)


def _word(*, is_yes: bool) -> str:
    return "yes" if is_yes else "no"
