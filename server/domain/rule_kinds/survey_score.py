"""`survey_score`: released figures of the survey, in proportion, by a limit or by bands."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.described.settings import SurveyView
from server.domain.schemes.exact.exact import about, decimal_of
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.exact.outcome import GapReason, Outcome, Step, gap, scored, step
from server.domain.schemes.exact.values import Text, plain
from server.domain.schemes.kinds.bands import (
    band_of,
    better_of_bands,
    check_bands,
    most_of_bands,
    told_band,
)
from server.domain.schemes.kinds.judge import judge
from server.domain.schemes.kinds.rule_faults import LIMIT_MISSING, needs_marks, same_points
from server.domain.schemes.kinds.rule_kind import (
    Better,
    Case,
    FieldKind,
    InputField,
    RuleKind,
    Slot,
    full_marks,
)
from server.domain.schemes.kinds.survey_parameters import (
    NO_BANDS,
    SurveyMode,
    SurveyScore,
    check_dimensions,
    check_limit,
)
from server.problems import N_


def _fields(parameters: SurveyScore, slot: Slot) -> tuple[InputField, ...]:
    return tuple(
        InputField(measure, FieldKind.PERCENT, slot.name, Decimal(0), Decimal(100))
        for measure in parameters.weights(slot)
    )


def _score(parameters: SurveyScore, slot: Slot, case: Case) -> Outcome:
    weights = parameters.weights(slot)
    found = case.numbers(weights)
    if found is None:
        return gap(GapReason.NOT_UNDERSTOOD)
    numbers = dict(zip(weights, found, strict=True))
    figure = sum((weights[one] * Fraction(number) for one, number in numbers.items()), Fraction(0))
    view = parameters.view or slot.survey_view
    told = _figure_told(weights, numbers, _shown(figure, view))
    if parameters.mode is SurveyMode.THRESHOLD:
        return _by_limit(parameters, slot, figure, told)
    if parameters.mode is SurveyMode.BANDS:
        exact = decimal_of(figure)
        band = band_of(parameters.bands, exact, parameters.edge)
        return scored(band.points, told, told_band(parameters.bands, exact, parameters.edge))
    if slot.points is None:
        return gap(GapReason.UNKNOWN_POINTS, told)
    points = Fraction(slot.points) * figure / 100
    worked_out = step(
        N_("%(full)s × %(figure)s = %(points)s."),
        full=plain(slot.points),
        figure=_shown(figure, view),
        points=about(points),
    )
    return scored(decimal_of(points), told, worked_out)


def _shown(figure: Fraction, view: SurveyView) -> Text:
    """Return a share as a percentage, and a mean score as one of 100: it is no share."""
    if view is SurveyView.SCORE:
        return Text(f"{about(figure)}/100", f"{about(figure)}/100")
    return Text(f"{about(figure)}%", f"{about(figure)} %")


def _figure_told(
    weights: Mapping[str, Fraction], numbers: Mapping[str, Decimal], figure: Text
) -> Step:
    if len(numbers) == 1:
        return step(N_("The survey says %(figure)s."), figure=figure)
    parts = " + ".join(f"{plain(numbers[one])} × {about(weights[one])}" for one in numbers)
    return step(N_("The survey says %(parts)s = %(figure)s."), parts=parts, figure=figure)


def _by_limit(parameters: SurveyScore, slot: Slot, figure: Fraction, told: Step) -> Outcome:
    limit = parameters.line()
    if limit is None:
        unknown = step(N_("The published text states no limit, so nothing is decided."))
        return gap(GapReason.UNKNOWN_RULE, told, unknown)
    view = parameters.view or slot.survey_view
    is_met = figure >= Fraction(limit)
    text = N_("%(figure)s reaches %(limit)s.")
    if not is_met:
        text = N_("%(figure)s does not reach %(limit)s.")
    decided = step(text, figure=_shown(figure, view), limit=_shown(Fraction(limit), view))
    return judge(slot, told, decided, is_met=is_met)


def _check(parameters: SurveyScore, slot: Slot) -> Iterator[Fault]:
    yield from check_limit(parameters, slot)
    yield from check_dimensions(parameters)
    if parameters.mode is SurveyMode.PROPORTION:
        yield from needs_marks(slot)
    if parameters.mode is SurveyMode.THRESHOLD and not parameters.limit:
        yield fault_at(LIMIT_MISSING, slot.row, "limit")
    if parameters.mode is not SurveyMode.BANDS:
        return
    if not parameters.bands:
        yield fault_at(NO_BANDS, slot.row, "mode", code=slot.code)
        return
    yield from check_bands(parameters.bands)
    yield from same_points(slot, most_of_bands(parameters.bands))


def _most(parameters: SurveyScore, slot: Slot) -> Decimal | None:
    is_bands = parameters.mode is SurveyMode.BANDS
    return most_of_bands(parameters.bands) if is_bands else full_marks(slot)


def _better(parameters: SurveyScore, slot: Slot) -> Mapping[str, Better]:
    found: dict[str, Better] = {}
    for measure in parameters.weights(slot):
        if parameters.mode is SurveyMode.BANDS:
            found |= better_of_bands(parameters.bands, measure)
        else:
            found[measure] = Better.MORE
    return found


SURVEY_SCORE = RuleKind(
    "survey_score",
    25,
    N_("Released figures of the workers' survey"),
    SurveyScore,
    _fields,
    _score,
    check=_check,
    most=_most,
    better=_better,
)
