"""Worked examples that end in points: their inputs, typed into the delivered schemes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from server.domain.decision_kinds.group_sum import GROUP, GroupSum
from server.domain.rule_kinds.sample_rate import SAMPLE_RATE, SampleRate
from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.exact.outcome import GapReason, Outcome, scored
from server.domain.schemes.exact.values import Text, Value
from server.domain.schemes.giving.stage_scores import stage_score
from server.domain.schemes.kinds.decision_kind import Child
from server.domain.schemes.kinds.rule_kind import Case, Slot
from server.domain.schemes.reading.compiled import RuleRow
from tests.delivered_schemes import delivered, evaluated, full_values, row_outcome, subject_with

Worked = Callable[[str, Any], object]
"""From where the example stands, as `scheme!row`, and its inputs, to what the engine says."""
POINTS: dict[str, Worked] = {}
"""Rule of an example -> how it is worked out."""


def _rule(*names: str) -> Callable[[Worked], Worked]:
    def register(worked: Worked) -> Worked:
        POINTS.update(dict.fromkeys(names, worked))
        return worked

    return register


def _points(at: str, *values: Value) -> Decimal | None:
    name, _, code = at.partition("!")
    return row_outcome(name, code, values).points


def _fact(outcome: Outcome, name: str) -> Decimal:
    """Return a number that a step of the trace tells."""
    told = next(dict(one.facts)[name] for one in outcome.steps if name in dict(one.facts))
    return Decimal(str(told).rstrip("…"))


@_rule("total_sample")
def _total(_: str, inputs: Any) -> Decimal | None:
    values = dict[str, Value]()
    for code, points in inputs["entered"].items():
        row = delivered("suzhou_snd").rows[code]
        assert isinstance(row, RuleRow)
        # A satisfaction item gives its whole point when all are satisfied.
        is_survey = row.kind.name == "survey_score"
        values[row.fields[0].measure] = points * 100 if is_survey else points
    return evaluated("suzhou_snd", values).total


@_rule("group_sum", "sum")
def _sum(at: str, inputs: Any) -> Decimal | None:
    """Give the best values, or those that make the parts; then the parts must be there."""
    name, _, code = at.partition("!")
    parts = inputs.get("sub") or inputs["parts"]
    if name == "taicang":
        children = tuple(Child(str(one), Text("", ""), one, None, scored(one)) for one in parts)
        return GROUP.combine(GroupSum(), Slot("T", Text("", ""), None), children).points
    if name == "park_fsou":
        return _park(parts)
    values = full_values(name, code)
    for year, share in (("two_years_before", "1.5"), ("year_before", "1.6"), ("year", "1.7")):
        values.update({f"rd_share.{year}": Decimal(share)})
    found = evaluated(name, values)
    below = [
        one.columns.code for one in delivered(name).rows.values() if one.columns.parent == code
    ]
    assert [found.rows[one].outcome.points for one in below] == parts
    return found.rows[code].outcome.points


def _park(parts: list[Decimal]) -> Decimal:
    rates = dict.fromkeys(
        ("pension", "medical", "unemployment", "injury", "maternity"), Decimal(90)
    )
    values: dict[str, Value] = {f"{one}_rate": rate for one, rate in rates.items()}
    values |= full_values("park_fsou", "4") | full_values("park_fsou", "7")
    values |= {"contract_rate": Decimal(97), "congress_coverage": Decimal(75)}
    values |= dict.fromkeys(
        ("firms_with_collective_contract", "regional_contract_coverage"), Decimal(60)
    )
    values |= {"certified_enterprises": Decimal(0), "enterprises_under_way": Decimal(3)}
    found = evaluated("park_fsou", values, {"kind": "park"})
    codes = ("3", "4", "5", "6.1", "6.2", "7", "8", "9")
    assert [found.rows[code].outcome.points for code in codes] == parts
    return found.lowest


@_rule("enum_sum")
def _chosen(at: str, inputs: Any) -> Decimal | None:
    return _points(at, *inputs["chosen"])


@_rule("stage_fallback")
def _stages(at: str, inputs: Any) -> dict[str, Decimal]:
    name, _, code = at.partition("!")
    scheme = delivered(name)
    levels = dict(zip(("self", "street", "district"), scheme.settings.levels, strict=True))
    row = scheme.rows[code]
    assert isinstance(row, RuleRow)
    given = [
        Observation(
            row.fields[0].measure,
            Decimal(text),
            Source.ASSESSOR,
            levels[stage],
            evidence=("attachment:1",),
        )
        for stage, text in inputs.items()
        if text
    ]
    subject = subject_with(given)
    return {
        stage: stage_score(scheme, subject, level).points[code] for stage, level in levels.items()
    }


@_rule("range_check")
def _range(at: str, inputs: Any) -> str:
    name, _, code = at.partition("!")
    outcome = row_outcome(name, code, [inputs["entered"]])
    return "invalid" if outcome.gap is GapReason.OUT_OF_RANGE else "valid"


@_rule("linear_deduct", "tier_pct")
def _rate(at: str, inputs: Any) -> Decimal | None:
    return _points(at, inputs["rate"])


@_rule("linear_deduct_multi")
def _rates(at: str, inputs: Any) -> Decimal | None:
    row = delivered("park_fsou").rows[at.partition("!")[2]]
    assert row.parameters.several == inputs["mode"]
    return _points(at, *inputs["rates"])


@_rule("all_or_nothing_sum")
def _all_or_nothing(at: str, inputs: Any) -> Decimal | None:
    return _points(at, *inputs["ok"])


@_rule("best_of", "clause_mixed", "benchmark", "tier_plus_deduct", "text_length")
def _in_order(at: str, inputs: Any) -> object:
    name, _, code = at.partition("!")
    asked = [one for key, one in inputs.items() if key not in {"min", "max"}]
    outcome = row_outcome(name, code, asked)
    return outcome.is_met if outcome.points is None else outcome.points


@_rule("deduct_events")
def _events(at: str, inputs: Any) -> Decimal | None:
    return _points(at, *(bool(cost) for cost in inputs["events"].values()))


@_rule("clause_sum")
def _clauses(at: str, inputs: Any) -> Decimal | None:
    name, _, code = at.partition("!")
    row = delivered(name).rows[code]
    values = dict[str, Value]()
    for one, is_ok in zip(row.parameters.rows, inputs["ok"], strict=True):
        limit = one.others.get("limit")
        if one.kind == "trend_and_threshold":
            shares = ("1.5", "1.6", "1.7") if is_ok else ("1.8", "1.7", "1.6")
            values |= {
                year: Decimal(share) for year, share in zip(one.measure, shares, strict=True)
            }
        elif limit is not None:
            values[one.measure[0]] = Decimal(limit) - (0 if is_ok else 1)
        else:
            values[f"{code}/{row.parameters.rows.index(one) + 1}"] = is_ok
    return evaluated(name, values).rows[code].outcome.points


@_rule("quality_tier")
def _tier(at: str, inputs: Any) -> Decimal | None:
    return _points(at, inputs["tier"])


@_rule("coefficient")
def _coefficient(at: str, inputs: Any) -> Decimal | None:
    return _points(at, inputs["k"])


@_rule("weighted_groups")
def _weighted(_: str, inputs: Any) -> Decimal | None:
    first, *others = inputs["scores"]
    values: dict[str, Value] = {"1.1": "top", "1.x": first - 20}
    values |= {str(number): points for number, points in enumerate(others, start=2)}
    return evaluated("fenghua", values).total


@_rule("sample_rate", "mean_of")
def _with_veto(at: str, inputs: Any) -> dict[str, object]:
    name, _, code = at.partition("!")
    given = inputs.get("rates") or [inputs["n"], inputs["signed"]]
    outcome = row_outcome(name, code, given)
    word = "mean" if "rates" in inputs else "rate"
    return {word: _fact(outcome, "rate"), "veto": outcome.fires_veto}


@_rule("return_rate")
def _return_rate(_: str, inputs: Any) -> Decimal:
    values = {"sent": inputs["sent"], "returned": inputs["valid"]}
    slot = Slot("R", Text("回收率", "Return rate"), None, tuple(values))
    outcome = SAMPLE_RATE.score(SampleRate(draw=1), slot, Case(values))
    return _fact(outcome, "rate").quantize(Decimal("0.1"))
