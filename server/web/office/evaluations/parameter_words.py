"""Parameters of kinds in words: short names of their columns, and the choices that stand there."""

from collections.abc import Mapping

from flask_babel import gettext

from server.domain.schemes.kinds.decision_kind import (
    all_grade_kinds,
    all_group_kinds,
    all_veto_kinds,
)
from server.domain.schemes.kinds.rule_kind import all_rule_kinds
from server.problems import N_

_NAMES: Mapping[str, str] = {
    "any": N_("One is enough"),
    "at_least": N_("From this figure"),
    "at_most": N_("Up to this figure"),
    "base": N_("Points to begin with"),
    "cap": N_("Counts at most"),
    "coefficient": N_("Coefficient"),
    "draw": N_("Cases drawn"),
    "each": N_("Points each time"),
    "edge": N_("Edge that belongs to a band"),
    "events": N_("Events that count"),
    "fewer": N_("With fewer cases"),
    "floor": N_("Least points"),
    "floor_at": N_("Least points hold for"),
    "from_points": N_("From points"),
    "full": N_("Full marks there"),
    "high": N_("Highest coefficient"),
    "kind": N_("Rule"),
    "level": N_("Level"),
    "limit": N_("Figure to reach"),
    "low": N_("Lowest coefficient"),
    "max": N_("Highest points"),
    "mean": N_("Kind of mean"),
    "measure": N_("Measure"),
    "min": N_("Lowest points"),
    "mode": N_("How the figure counts"),
    "most": N_("Off at most"),
    "name": N_("Name as stored"),
    "name_en": N_("Name in English"),
    "name_zh": N_("Name in Chinese"),
    "of": N_("Out of the measure"),
    "once": N_("Counts once only"),
    "op": N_("Comparison"),
    "otherwise_points": N_("Points otherwise"),
    "part": N_("Part of a unit"),
    "per_missing": N_("Off for each one missing"),
    "per_point": N_("Off for each unit below"),
    "points": N_("Points"),
    "ratio": N_("Share of the benchmark"),
    "ref_row": N_("Row of the other scheme"),
    "ref_scheme": N_("Other scheme"),
    "scale": N_("Index of full marks"),
    "several": N_("Several rates"),
    "share": N_("Share to reach"),
    "standards": N_("Standards"),
    "step": N_("Step"),
    "target": N_("Rate for full marks"),
    "trend": N_("Trend"),
    "unit": N_("Percentage points in a unit"),
    "value": N_("Points of the choice"),
    "veto_below": N_("Veto below"),
    "view": N_("Survey figure"),
    "weight": N_("Weight"),
}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "edge": {"lower": N_("lower edge"), "upper": N_("upper edge")},
    "events": {"each": N_("each event"), "sum": N_("all together")},
    "fewer": {"gap": N_("no points yet"), "count": N_("all cases count")},
    "floor_at": {"clause": N_("each clause"), "item": N_("the whole row")},
    "mean": {"arithmetic": N_("arithmetic mean"), "geometric": N_("geometric mean")},
    "mode": {
        "proportion": N_("in proportion"),
        "threshold": N_("from a line"),
        "bands": N_("by bands"),
    },
    "part": {
        "proportion": N_("in proportion"),
        "whole": N_("as a whole unit"),
        "complete": N_("whole units only"),
    },
    "several": {
        "sum": N_("sum"),
        "mean": N_("arithmetic mean"),
        "min": N_("the lowest"),
        "max": N_("the highest"),
    },
    "trend": {
        "rising": N_("rising"),
        "falling": N_("falling"),
        "not_falling": N_("not falling"),
        "not_rising": N_("not rising"),
    },
    "view": {
        "satisfied": N_("satisfied"),
        "basically": N_("basically satisfied or better"),
        "score": N_("mean score"),
        "lower": N_("lower bound of the share"),
    },
}
_EVERYWHERE: Mapping[str, str] = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "unknown": N_("not stated"),
    "pass": N_("passed"),
    "basic": N_("basically passed"),
}


def parameter_word(name: str) -> str:
    """Return what a parameter is called; an unknown one by its name in the workbook."""
    return str(gettext(_NAMES[name])) if name in _NAMES else name


def parameter_value(name: str, text: str) -> str:
    """Return the value of a parameter; a choice in words, anything else as it stands."""
    if name == "kind":
        return kind_word(text)
    word = _CHOICES.get(name, {}).get(text) or _EVERYWHERE.get(text)
    return str(gettext(word)) if word else text


def kind_word(name: str) -> str:
    """Return what a kind of a row, veto or grade is called; an unknown one by its name."""
    many: tuple[Mapping[str, object], ...] = (
        all_rule_kinds(),
        all_group_kinds(),
        all_veto_kinds(),
        all_grade_kinds(),
    )
    kind = next((kinds[name] for kinds in many if name in kinds), None)
    title: object = getattr(kind, "title", "")
    return str(gettext(title)) if isinstance(title, str) and title else name
