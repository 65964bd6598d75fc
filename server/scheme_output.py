"""Faults and evaluations as plain English text, for the command line."""

from collections.abc import Iterator, Mapping

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Outcome, Step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.exact.words import Translate, tell, tell_fault
from server.domain.schemes.kinds.decision_kind import Ruling
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.evaluation import Evaluation

_WIDEST = 44


def fault_line(
    fault: Fault, letters: Mapping[str, Mapping[str, str]], translate: Translate | None = None
) -> str:
    """Return one line: the cell as a spreadsheet program names it, what is wrong, what to do."""
    what, advice = tell_fault(fault, translate or _english)
    word = "warning: " if fault.kind.is_warning else ""
    return f"{_cell(fault, letters)}: {word}{what} {advice}".strip()


def _cell(fault: Fault, letters: Mapping[str, Mapping[str, str]]) -> str:
    if not fault.sheet:
        return "workbook"
    if fault.row is None:
        return fault.sheet
    letter = letters.get(fault.sheet, {}).get(fault.column, "")
    column = f" ({fault.column})" if fault.column else ""
    return f"{fault.sheet}!{letter}{fault.row}{column}"


def evaluation_lines(scheme: CompiledScheme, found: Evaluation) -> Iterator[str]:
    """Yield an evaluation as a table: rows, total, vetoes, grades and what is lacking."""
    for code in scheme.order:
        row, outcome = scheme.rows[code], found.rows[code].outcome
        most = "?" if row.most is None else plain(row.most)
        name = row.slot.name.en[:_WIDEST]
        yield f"  {code:<8} {name:<{_WIDEST}} {_said(outcome):>14} / {most}{_why(outcome)}"
    most = "?" if found.most is None else plain(found.most)
    total = f"at least {plain(found.lowest)}" if found.total is None else plain(found.total)
    yield f"  Total: {total} / {most}"
    for code, ruling in found.vetoes.items():
        if ruling.fires or ruling.is_waiting_for_proof:
            word = "fires" if ruling.fires else "waits for proof"
            yield f"  Veto {code} {word}: {_sentences(ruling.steps)}"
    for one in (*found.gates, *found.grades, *found.titles):
        yield f"  {one.code}: {_reached(one)}"
    yield f"  Grade: {found.grade or 'none'}"


def _said(outcome: Outcome) -> str:
    if outcome.gap is not None:
        return str(outcome.gap)
    if not outcome.is_applicable and outcome.points is None:
        return "not applicable"
    if outcome.points is not None:
        return plain(outcome.points)
    return {True: "met", False: "not met", None: "-"}[outcome.is_met]


def _why(outcome: Outcome) -> str:
    """Return why a row has no points: what its rule said, else the measures without a value."""
    if outcome.gap is None:
        return ""
    told = _sentences(outcome.steps) or ", ".join(outcome.missing)
    return f"  ({told})" if told else ""


def _reached(one: Ruling) -> str:
    if one.is_reached:
        return "reached"
    word = "open" if one.is_reached is None else "not reached"
    return f"{word}: {_sentences(one.lacking or one.steps)}"


def _sentences(steps: tuple[Step, ...]) -> str:
    return " ".join(tell(one, _english, "en") for one in steps)


def _english(text: str) -> str:
    return text
