"""How a grade was decided: every grade with its reasons, vetoes with proof, what is lacking."""

from dataclasses import dataclass

from flask_babel import gettext

from server.domain.schemes.described.columns import GradeColumns
from server.domain.schemes.exact.months import months_before
from server.domain.schemes.kinds.decision_kind import Ruling, VetoRuling
from server.domain.schemes.reading.compiled import CompiledScheme, RuleRow, VetoRow
from server.domain.schemes.scoring.evaluation import Evaluation
from server.domain.schemes.telling.grade_names import grade_names
from server.domain.schemes.telling.next_grade import next_ruling
from server.web.office.evaluations.explained import Input, Links, shown_input
from server.web.office.evaluations.words import in_words, name_of, told


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade or title with why it is reached or not; `is_reached` None: still open."""

    code: str
    name: str
    is_reached: bool | None
    steps: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto with what speaks for it, the proof it asks for, and the days it looks back over."""

    code: str
    name: str
    state: str
    """`fires`, `waits` for its proof, or `clear`."""
    steps: tuple[str, ...]
    proof: str
    window: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """All that was decided of one subject."""

    grade: str
    is_vetoed: bool
    steps: tuple[str, ...]
    grades: tuple[Grade, ...]
    titles: tuple[Grade, ...]
    gates: tuple[Grade, ...]
    """What must hold before one may apply; no grade depends on it."""
    vetoes: tuple[Veto, ...]
    next_grade: Grade | None
    """The lowest grade above the one that is had, be it barred; none when there is none."""

    @property
    def fired(self) -> tuple[Veto, ...]:
        """The vetoes that bar the title."""
        return tuple(one for one in self.vetoes if one.state == "fires")


def decided(scheme: CompiledScheme, evaluation: Evaluation, links: Links) -> Decided:
    """Return what was decided, in the reader's language."""
    columns = _grade_columns(scheme)
    above = next_ruling(scheme, evaluation)
    return Decided(
        grade=grade_name(scheme, evaluation.grade),
        is_vetoed=evaluation.is_vetoed,
        steps=tuple(told(one) for one in evaluation.steps),
        grades=tuple(_grade(one, columns) for one in evaluation.grades),
        titles=tuple(_grade(one, columns) for one in evaluation.titles),
        gates=tuple(_grade(one, columns) for one in evaluation.gates),
        vetoes=tuple(
            _veto(scheme, evaluation, code, ruling, links)
            for code, ruling in evaluation.vetoes.items()
        ),
        next_grade=None if above is None else _grade(above, columns),
    )


def words_of_grades(scheme: CompiledScheme) -> dict[str, str]:
    """Return code -> name of all that may stand as a grade, in the reader's language."""
    return {code: in_words(name) for code, name in grade_names(scheme).items()}


def grade_name(scheme: CompiledScheme, code: str | None) -> str:
    """Return what a grade is called, empty for none."""
    return words_of_grades(scheme).get(code or "", code or "")


def _grade_columns(scheme: CompiledScheme) -> dict[str, GradeColumns]:
    """Return the grades and titles of a scheme by code."""
    return {row.columns.code: row.columns for one in scheme.grades for row in one.rows}


def _grade(ruling: Ruling, columns: dict[str, GradeColumns]) -> Grade:
    found = columns.get(ruling.code)
    return Grade(
        code=ruling.code,
        name=ruling.code if found is None else name_of(found.name),
        is_reached=ruling.is_reached,
        steps=tuple(told(one) for one in ruling.steps),
        lacking=tuple(told(one) for one in ruling.lacking),
    )


def _veto(
    scheme: CompiledScheme, evaluation: Evaluation, code: str, ruling: VetoRuling, links: Links
) -> Veto:
    row = next((one for one in scheme.vetoes if one.columns.code == code), None)
    state = "fires" if ruling.fires else "waits" if ruling.is_waiting_for_proof else "clear"
    return Veto(
        code=code,
        name=name_of(row.columns.name) if row else name_of(scheme.rows[code].slot.name),
        state=state,
        steps=tuple(told(one) for one in ruling.steps),
        proof=name_of(row.columns.proof) if row else "",
        window=_window(row, evaluation) if row else "",
        inputs=tuple(
            shown_input(scheme, _asking(scheme, code), one, links, counts=True)
            for one in ruling.used
        ),
    )


def _asking(scheme: CompiledScheme, code: str) -> RuleRow | None:
    row = scheme.rows.get(code)
    return row if isinstance(row, RuleRow) else None


def _window(row: VetoRow, evaluation: Evaluation) -> str:
    months = row.columns.look_back_months
    if months is None:
        return ""
    since = months_before(evaluation.on, months)
    text = gettext(
        "%(since)s to %(until)s, %(months)s months", since=since, until=evaluation.on, months=months
    )
    return str(text)
