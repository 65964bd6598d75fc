"""Released figures of a survey become observations; what is not shown is a gap with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from server.domain.release import Bound, MeasureFigures, ReleaseFigures, ScoreRange, Share
from server.domain.satisfaction import Verdict
from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.described.settings import SurveyView
from server.domain.schemes.exact.outcome import GapReason
from server.domain.schemes.exact.values import plain
from server.domain.schemes.inputs.found import Found
from server.domain.schemes.inputs.needs import Needs, SurveyNeed

_SIGNS = {Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A figure: its value and what to know of it, or why there is none."""

    value: Decimal | None = None
    note: str = ""
    problem: GapReason | None = None


def observed_survey(found: Found, needs: Needs) -> Iterator[Observation]:
    """Yield a value or a gap for every released figure that the scheme asks for.

    Which of the measures with a view are questions of the survey only a release tells: before one
    is out all of them wait for it, unless another source has a value of that name.
    """
    for need in needs.survey:
        seen = _seen(found, need)
        if seen is None:
            continue
        yield Observation(
            measure=need.measure,
            value=seen.value,
            source=Source.SURVEY,
            on=None if found.released is None else found.released.on,
            origin="" if found.released is None else f"release:{found.released.release_id}",
            note=seen.note,
            problem=seen.problem,
        )


def _seen(found: Found, need: SurveyNeed) -> _Seen | None:
    if found.released is None:
        # A survey that is closed without figures had too few answers for any.
        is_over = found.is_survey_closed
        return _Seen(problem=GapReason.SAMPLE_TOO_SMALL if is_over else GapReason.NOT_RELEASED)
    figures = found.released.figures
    asked = (figures.overall, *figures.items)
    one = next((item for item in asked if item and item.measure == need.question), None)
    if one is None:
        return None
    if not one.is_shown:
        return _Seen(problem=GapReason.NOT_SHOWN)
    if is_too_small(figures, one):
        return _Seen(problem=GapReason.SAMPLE_TOO_SMALL)
    return _figure(one, need.view)


def is_too_small(figures: ReleaseFigures, one: MeasureFigures) -> bool:
    """Tell whether too few answered for the figure of a question to stand for the enterprise.

    The verdict also says so where the sample is large enough, but its interval holds the campaign's
    target: then the share itself can be used. Without a headcount nothing can be said.
    """
    required = figures.required_count
    if required is not None:
        return one.valid_count is None or one.valid_count < required
    return figures.verdict is Verdict.TOO_SMALL and not figures.is_census


def _figure(one: MeasureFigures, view: SurveyView) -> _Seen:
    if view is SurveyView.SCORE:
        return _score(one.score)
    if view is SurveyView.LOWER:
        if one.interval is None:
            return _Seen(problem=GapReason.NOT_SHOWN)
        return _Seen(Decimal(one.interval.low))
    return _share(one.basically if view is SurveyView.BASICALLY else one.satisfied)


def _share(share: Share | None) -> _Seen:
    if share is None:
        return _Seen(problem=GapReason.NOT_SHOWN)
    sign = _SIGNS.get(share.bound)
    return _Seen(Decimal(share.percent), f"{sign} {share.percent} %" if sign else "")


def _score(score: ScoreRange | None) -> _Seen:
    if score is None:
        return _Seen(problem=GapReason.NOT_SHOWN)
    note = "" if score.is_exact else f"{plain(score.low)}–{plain(score.high)}"
    return _Seen(score.low, note)
