"""Worked examples that end in a decision: vetoes, grades, gates, quotas, targets."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from server.domain.schemes.exact.months import months_before
from server.domain.schemes.exact.values import Value
from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.domain.schemes.kinds.rule_kind import FieldKind
from server.domain.schemes.reading.targets import TargetCount, TargetResult, compare_with_goal
from server.domain.schemes.scoring.evaluation import Evaluation
from server.domain.schemes.telling.ranking import Contender, Places, rank
from tests.delivered_schemes import TODAY, delivered, evaluated, fields_below, row_outcome

Worked = Callable[[str, Any], object]
DECISIONS: dict[str, Worked] = {}
"""Rule of an example -> how it is worked out, from `scheme!row` and the inputs."""


def _rule(*names: str) -> Callable[[Worked], Worked]:
    def register(worked: Worked) -> Worked:
        DECISIONS.update(dict.fromkeys(names, worked))
        return worked

    return register


@_rule("veto", "veto_any")
def _vetoed(at: str, inputs: Any) -> str:
    name, _, code = at.partition("!")
    if "value" in inputs:
        vetoes = {one.columns.code: one.columns.measure for one in delivered(name).vetoes}
        found = evaluated(name, {vetoes[code]: inputs["value"] == "Y"})
    else:
        kinds = {
            "child_labour": "child_labour",
            "major_safety_accident": "major_accident",
            "unrest": "unrest",
        }
        found = evaluated(name, {f"record:{kinds[one]}": told for one, told in inputs.items()})
    assert found.grade is None
    return "nothing" if found.effect is None else found.effect.kind.name.lower()


@_rule("gated_total")
def _gated(_: str, inputs: Any) -> dict[str, object]:
    found = evaluated("yunnan", dict(zip("BSCJK", inputs.values(), strict=True)))
    return {"total": found.total, "pass": found.grade == "T"}


@_rule("ladder")
def _ladder(_: str, inputs: Any) -> str | None:
    since = months_before(TODAY, int(inputs["months"]))
    titles = (HeldTitle(inputs["level"], since),) if inputs["level"] else ()
    return evaluated("chongqing", {"1": inputs["score"]}, titles=titles).grade


@_rule("cumulative_standards")
def _standards(_: str, inputs: Any) -> str | None:
    return evaluated(
        "guangzhou", {f"{one}.1": one in inputs["met"] for one in ("I", "II", "III")}
    ).grade


@_rule("grade_by_conditions")
def _conditions(_: str, inputs: Any) -> str | None:
    values: dict[str, Value] = {
        "contract_rate_pct": inputs["contract"],
        "social_insurance_rate_pct": inputs["insurance"],
        "skilled_cert_rate_pct": inputs["cert"],
        "annual_inspections_passed_in_a_row": inputs["years_ok"],
        "annual_inspection": inputs["annual_inspection"],
        "verified_violations": inputs["violations"],
        "unremedied_violations": inputs["violations"],
    }
    return evaluated("integrity", values).grade


def _gate(found: Evaluation, code: str) -> bool | None:
    return next(one.is_reached for one in found.gates if one.code == code)


@_rule("apply_gate")
def _may_apply(_: str, inputs: Any) -> bool | None:
    code = {"park": "ND-P", "enterprise": "ND-E"}[inputs["kind"]]
    return _gate(evaluated("ningde", {"1": inputs["self"]}, {"kind": inputs["kind"]}), code)


@_rule("team_share")
def _team(_: str, inputs: Any) -> bool | None:
    names = ("team_members", "union_and_worker_representatives")
    return _gate(evaluated("zhejiang", dict(zip(names, inputs.values(), strict=True))), "Q1")


@_rule("prerequisite")
def _prerequisite(at: str, inputs: Any) -> bool | None:
    titles = (HeldTitle("G2", TODAY),) if inputs["holds_township_title"] else ()
    facts: dict[str, Value] = {"kind": "enterprise", "nominated_by": inputs["nominated_by"]}
    return _gate(evaluated("fenghua", {}, facts, titles), at.partition("!")[2])


@_rule("event_threshold")
def _event(at: str, inputs: Any) -> bool:
    names = {"deaths": "deaths", "injuries": "serious_injuries", "loss": "direct_loss_cny"}
    found = evaluated("luoyang", {names[key]: value for key, value in inputs.items()})
    return found.vetoes[at.partition("!")[2]].fires


@_rule("share_threshold")
def _share(_: str, inputs: Any) -> bool | None:
    return row_outcome("linfen", "E5.3", [inputs["front_line"], inputs["total"]]).is_met


@_rule("all_met")
def _all_met(_: str, inputs: Any) -> bool | None:
    scheme, values = delivered("linfen"), dict[str, Value]()
    for number, is_met in enumerate(inputs["clauses"], start=1):
        for field in fields_below(scheme, f"E{number}"):
            is_whole = field.measure == "training.education_funds"
            funds = Decimal(100 if is_whole else 60 if is_met else 59)
            values[field.measure] = is_met if field.kind is FieldKind.YES_NO else funds
    found = evaluated("linfen", values, {"kind": "enterprise", "legal_form": "limited"})
    assert (found.grade == "G1") is found.rows["E"].outcome.is_met
    return found.rows["E"].outcome.is_met


@_rule("thresholds_all")
def _thresholds(_: str, inputs: Any) -> bool:
    found = evaluated("union_building", inputs["values"], {"kind": "county"})
    return all(found.rows[code].outcome.is_met is True for code in ("C5", "C6", "C7"))


@_rule("size_duties")
def _duties(_: str, inputs: Any) -> list[str]:
    found = evaluated("beilun", {}, {"kind": "enterprise", "headcount": inputs["headcount"]})
    return [code for _, code in inputs["duties"] if found.rows[code].outcome.is_applicable]


@_rule("own_or_covered")
def _own_or_covered(_: str, inputs: Any) -> dict[str, str]:
    facts: dict[str, Value] = {"kind": "enterprise", "headcount": inputs["employees"]}
    facts["full_party_members"] = inputs["full_party_members"]
    rows = evaluated("union_building", {}, facts).rows
    return {
        body: "own" if rows[code].outcome.is_applicable else "covered"
        for body, code in (("party", "B1"), ("union", "B3"))
    }


@_rule("quota")
def _quota(_: str, inputs: Any) -> bool:
    """Tell whether a district puts forward as many as the grades of the scheme ask for."""
    floors = {
        row.columns.code: row.columns.floor
        for one in delivered("suzhou_2012").grades
        for row in one.rows
    }
    found = {"G3": inputs["enterprises"], "G5": inputs["parks"]}
    assert [floors[code] for code in found] == inputs["need"]
    rankings = (
        rank(
            (Contender(one, 1, Decimal(0)) for one in range(int(count))),
            Places(floor=floors[code]),
        )
        for code, count in found.items()
    )
    return not any(one.short_of_floor for one in rankings)


def _target(name: str, code: str, part: Decimal, whole: Decimal | None = None) -> TargetResult:
    target = next(one for one in delivered(name).targets if one.code == code)
    count = TargetCount(int(part), None if whole is None else int(whole))
    return compare_with_goal(target, count, on=TODAY)


@_rule("rate")
def _coverage(_: str, inputs: Any) -> Decimal | None:
    return _target("union_building", "CT1", inputs["have"], inputs["all"]).rate


@_rule("share_of_areas")
def _areas(at: str, inputs: Any) -> bool | None:
    name, _, code = at.partition("!")
    return _target(name, code, inputs["working"], inputs["all"]).is_reached


@_rule("target_stretch")
def _stretch(at: str, inputs: Any) -> dict[str, bool | None]:
    found = _target("wenzhou", at.partition("!")[2], inputs["value"])
    return {"target": found.is_reached, "stretch": found.is_stretch_reached}
