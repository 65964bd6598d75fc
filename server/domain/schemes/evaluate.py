"""One subject by one scheme: rows, groups, total, vetoes, grades; always the same result."""

from collections.abc import Mapping
from decimal import Decimal

from server.domain.schemes.compile_scheme import child_of
from server.domain.schemes.compiled import CompiledScheme, GroupRow, RuleRow
from server.domain.schemes.decision_kind import Ruling, Standing
from server.domain.schemes.evaluation import Evaluation, RowScore
from server.domain.schemes.outcome import Outcome, Step, step
from server.domain.schemes.rule_vetoes import rule_vetoes
from server.domain.schemes.score_row import score_row
from server.domain.schemes.standing import standing_of
from server.domain.schemes.subject import Subject
from server.domain.schemes.values import plain
from server.problems import N_


def evaluate(scheme: CompiledScheme, subject: Subject) -> Evaluation:
    """Return the evaluation of a subject. Nothing is read but its arguments."""
    rows = score_rows(scheme, subject)
    total = _total(scheme, rows)
    vetoes = rule_vetoes(scheme, rows, subject)
    fired = tuple(code for code, ruling in vetoes.items() if ruling.fires)
    standing = standing_of(scheme, rows, subject, total)
    grades, titles = _rule_grades(scheme, standing)
    return Evaluation(
        scheme=scheme.settings.scheme,
        version=scheme.settings.version,
        on=subject.on,
        rows=rows,
        total=standing.total,
        lowest=standing.lowest,
        most=scheme.most,
        gaps=_gaps(scheme, rows),
        vetoes=vetoes,
        grades=grades,
        titles=titles,
        grade=None if fired else _highest(grades),
        is_vetoed=bool(fired),
        steps=_told(scheme, total, fired),
    )


def score_rows(scheme: CompiledScheme, subject: Subject) -> Mapping[str, RowScore]:
    """Return every row of the table with what its rule said, groups after their rows."""
    rows: dict[str, RowScore] = {}
    for code, row in scheme.rows.items():
        if isinstance(row, RuleRow):
            rows[code] = score_row(row, subject.inputs, subject.facts, scheme.settings)
        else:
            rows[code] = RowScore(code, _group(scheme, row, rows))
    return rows


def _group(scheme: CompiledScheme, row: GroupRow, rows: Mapping[str, RowScore]) -> Outcome:
    outcomes = [rows[code].outcome for code in row.children]
    key = tuple((one.points, one.is_met, one.gap, one.missing, one.counts) for one in outcomes)
    known = row.known.get(key)
    if known is None:
        children = tuple(
            child_of(scheme.rows[code], outcome)
            for code, outcome in zip(row.children, outcomes, strict=True)
        )
        known = row.kind.combine(row.parameters, row.slot, children)
        row.known[key] = known
    return known


def _total(scheme: CompiledScheme, rows: Mapping[str, RowScore]) -> Decimal:
    points = (rows[code].outcome.points for code in scheme.roots)
    return sum((one for one in points if one is not None), Decimal(0))


def _gaps(scheme: CompiledScheme, rows: Mapping[str, RowScore]) -> tuple[str, ...]:
    return tuple(code for code in scheme.order if rows[code].outcome.gap is not None)


def _rule_grades(
    scheme: CompiledScheme, standing: Standing
) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
    grades: list[Ruling] = []
    titles: list[Ruling] = []
    for one in scheme.grades:
        (titles if one.kind.is_title else grades).extend(one.kind.rule(one.rows, standing))
    return tuple(grades), tuple(titles)


def _highest(grades: tuple[Ruling, ...]) -> str | None:
    reached = [one.code for one in grades if one.is_reached]
    return reached[-1] if reached else None


def _told(scheme: CompiledScheme, total: Decimal, fired: tuple[str, ...]) -> tuple[Step, ...]:
    rounded = plain(scheme.settings.rounded(total))
    steps = [step(N_("The rows of the table add up to %(total)s."), total=rounded)]
    if fired:
        steps.append(step(N_("Vetoes: %(codes)s. No grade is given."), codes=", ".join(fired)))
    return tuple(steps)
