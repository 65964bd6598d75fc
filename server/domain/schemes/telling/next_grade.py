"""What a subject lacks for its next grade: points still to gain, requirements, months to wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from server.domain.schemes.exact.outcome import Step
from server.domain.schemes.exact.values import Text
from server.domain.schemes.kinds.decision_kind import Ruling
from server.domain.schemes.reading.compiled import CompiledScheme, RuleRow
from server.domain.schemes.scoring.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Gain:
    """A row with points still to gain."""

    code: str
    name: Text
    points: Decimal
    is_gap: bool
    """True: nothing is known of the row yet."""


@dataclass(frozen=True, slots=True)
class NextGrade:
    """The next grade above the one that was reached."""

    code: str
    name: Text
    lacking: tuple[Step, ...]
    possible_from: date | None
    """The first day, where only waiting is missing."""
    vetoes: tuple[str, ...]
    """Codes of the vetoes that stand in its way."""
    gains: tuple[Gain, ...]
    """Rows with points to gain, the most first; equal ones in the table's order."""


def next_grade(scheme: CompiledScheme, evaluation: Evaluation) -> NextGrade | None:
    """Return what is missing for the grade above; None when there is none above."""
    ruling = next_ruling(scheme, evaluation)
    if ruling is None:
        return None
    names = {row.columns.code: row.columns.name for one in scheme.grades for row in one.rows}
    fired = tuple(code for code, veto in evaluation.vetoes.items() if veto.fires)
    return NextGrade(
        code=ruling.code,
        name=names[ruling.code],
        lacking=ruling.lacking,
        possible_from=ruling.possible_from,
        vetoes=fired,
        gains=tuple(gains(scheme, evaluation)),
    )


def next_ruling(scheme: CompiledScheme, evaluation: Evaluation) -> Ruling | None:
    """Return the lowest grade above the one the subject has that is not reached, or is barred."""
    order = scheme.grade_order
    has = order.get(evaluation.grade or "", -1)
    above = (one for one in evaluation.grades if order[one.code] > has)
    return next(above, None)


def gains(scheme: CompiledScheme, evaluation: Evaluation) -> Iterator[Gain]:
    """Yield the rows with points still to gain, those with the most first."""
    found = []
    for code in scheme.order:
        row = scheme.rows[code]
        outcome = evaluation.rows[code].outcome
        if not isinstance(row, RuleRow) or row.most is None or not outcome.counts:
            continue
        short = row.most - (outcome.points or Decimal(0))
        if short > 0 and (outcome.points is not None or outcome.gap is not None):
            found.append(Gain(code, row.slot.name, short, outcome.gap is not None))
    yield from sorted(found, key=lambda one: -one.points)
