"""One subject by one scheme: rows, groups, total, vetoes, grades; always the same result."""

from decimal import Decimal

from server.domain.schemes.described.settings import LaterLower
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.exact.values import plain
from server.domain.schemes.kinds.decision_kind import Standing
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.kinds.veto_effect import Effect, EffectKind
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.evaluation import Evaluation
from server.domain.schemes.scoring.rule_grades import Rulings, held_grade, highest, rule_grades
from server.domain.schemes.scoring.rule_vetoes import effect_of_all, rule_vetoes
from server.domain.schemes.scoring.score_rows import Scores, most_of, score_rows, total_of
from server.domain.schemes.scoring.standing import standing_of
from server.problems import N_


def evaluate(scheme: CompiledScheme, subject: Subject) -> Evaluation:
    """Return the evaluation of a subject. Nothing is read but its arguments."""
    scores = score_rows(scheme, subject)
    total = total_of(scheme, scores.outcomes)
    standing = standing_of(scheme, scores, subject, total)
    vetoes = rule_vetoes(scheme, scores, subject)
    fired = tuple(code for code, ruling in vetoes.items() if ruling.fires)
    effect = effect_of_all(scheme, fired)
    rulings = rule_grades(scheme, standing)
    lowest = scheme.settings.rounded(total)
    steps = [_told_total(lowest, scores)]
    grade = _before_vetoes(scheme, standing, rulings, steps)
    if effect is not None:
        grade = effect.applied(grade, scheme.grade_order)
        steps.append(_told_effect(scheme, effect, fired))
    return Evaluation(
        scheme=scheme.settings.scheme,
        version=scheme.settings.version,
        on=subject.on,
        rows=scores.rows,
        total=None if scores.gaps else lowest,
        lowest=lowest,
        most=most_of(scheme, scores),
        gaps=scores.gaps,
        vetoes=vetoes,
        grades=rulings.grades,
        titles=rulings.titles,
        gates=rulings.gates,
        grade=grade,
        is_vetoed=bool(fired),
        effect=effect,
        steps=tuple(steps),
    )


def _before_vetoes(
    scheme: CompiledScheme, standing: Standing, rulings: Rulings, steps: list[Step]
) -> str | None:
    """Return the grade that is reached, or one that is held where a lower score takes none."""
    reached = highest(rulings.grades)
    held = held_grade(scheme, standing)
    if held is None or scheme.settings.later_lower is LaterLower.DROP:
        return reached
    if reached is not None and scheme.grade_order[reached] >= scheme.grade_order[held]:
        return reached
    steps.append(
        step(
            N_("%(grade)s is held; a lower score does not take it."),
            grade=scheme.names.of_grade(held),
        )
    )
    return held


def _told_total(total: Decimal, scores: Scores) -> Step:
    if scores.gaps:
        return step(
            N_("The rows of the table add up to %(total)s so far; without points: %(rows)s."),
            total=plain(total),
            rows=", ".join(scores.gaps),
        )
    return step(N_("The rows of the table add up to %(total)s."), total=plain(total))


def _told_effect(scheme: CompiledScheme, effect: Effect, fired: tuple[str, ...]) -> Step:
    codes, grade = scheme.names.of_vetoes(fired), scheme.names.of_grade(effect.grade)
    if effect.kind is EffectKind.AT_MOST:
        text = N_("Vetoes: %(codes)s. No grade above %(grade)s is given.")
        return step(text, codes=codes, grade=grade)
    if effect.kind is EffectKind.INSTEAD:
        text = N_("Vetoes: %(codes)s. The grade %(grade)s is given instead.")
        instead = scheme.names.grades.get(effect.grade, effect.called)
        return step(text, codes=codes, grade=instead)
    if effect.kind is EffectKind.WITHDRAW:
        text = N_(
            "Vetoes: %(codes)s. No grade is given, and a title that is held is to be withdrawn."
        )
        return step(text, codes=codes)
    return step(N_("Vetoes: %(codes)s. No grade is given."), codes=codes)
