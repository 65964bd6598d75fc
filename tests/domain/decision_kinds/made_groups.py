"""Rows of a group and subjects with titles, in a few words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from server.domain.schemes.exact.faults import SchemeFaults
from server.domain.schemes.exact.months import months_before
from server.domain.schemes.exact.outcome import GapReason, Outcome, gap
from server.domain.schemes.exact.values import Text, Value
from server.domain.schemes.kinds.decision_kind import Child, HeldTitle, Ruling
from server.domain.schemes.kinds.rule_kind import Slot
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.scoring.evaluation import Evaluation
from tests.domain.schemes.made import TODAY, compiled, scheme, subject
from xlsforms.scheme import Cells

OPEN = gap(GapReason.NO_VALUE)
LEFT_OUT = Outcome(is_applicable=False, counts=False)


def child(
    code: str,
    outcome: Outcome | str | bool,
    *,
    most: str | None = "10",
    weight: str | None = None,
) -> Child:
    """Return a row of a group: points, met or not, or any outcome."""
    if isinstance(outcome, bool):
        outcome, most = Outcome(is_met=outcome), "0"
    elif isinstance(outcome, str):
        outcome = Outcome(points=Decimal(outcome))
    return Child(
        code,
        Text(code, code),
        None if most is None else Decimal(most),
        None if weight is None else Decimal(weight),
        outcome,
    )


def slot(points: str | None = None) -> Slot:
    """Return the row of a group."""
    return Slot("G", Text("组", "Group"), None if points is None else Decimal(points))


def points_by_hand(*codes: str, most: str = "100") -> list[Cells]:
    """Return rows whose points are given by hand."""
    return [{"code": code, "kind": "manual_range", "points": most, "step": "0.1"} for code in codes]


def evaluated(
    rows: list[Cells],
    values: dict[str, Value | int | None],
    *,
    facts: dict[str, Value] | None = None,
    titles: tuple[HeldTitle, ...] = (),
    **sheets: object,
) -> Evaluation:
    """Return the evaluation of a subject by a scheme made of these rows and sheets."""
    one = replace(subject(values, facts), titles=titles)
    return evaluate(compiled(rows, **sheets), one)


def held(code: str, months: int, until: date | None = None) -> HeldTitle:
    """Return a title that was given so many months ago."""
    return HeldTitle(code, months_before(TODAY, months), until)


def reached(rulings: tuple[Ruling, ...]) -> dict[str, bool | None]:
    """Return code -> whether it is reached."""
    return {one.code: one.is_reached for one in rulings}


def faults_of(rows: list[Cells], **sheets: object) -> list[tuple[str, str]]:
    """Return column and sentence of everything that is wrong with a scheme."""
    try:
        compile_scheme(scheme(rows, **sheets))  # type: ignore[arg-type]
    except SchemeFaults as wrong:
        return [(one.column, one.kind.what) for one in wrong.faults]
    return []
