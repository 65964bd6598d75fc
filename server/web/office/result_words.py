"""Released figures in words: shares and bands, scores, intervals, verdicts, what they mean."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from server.domain.definitions import Definitions
from server.domain.release import (
    Bound,
    CountRelease,
    Headcount,
    MeasureFigures,
    PercentRange,
    ReleaseFigures,
    ScoreRange,
    Share,
)
from server.domain.sampling import SampleRule
from server.domain.satisfaction import Verdict
from server.problems import N_
from server.web.office.dates import day_text

_VERDICTS = {
    Verdict.MEETS: N_("Meets the standard"),
    Verdict.DOES_NOT_MEET: N_("Below the standard"),
    Verdict.TOO_SMALL: N_("Sample too small to tell"),
}
_SHORT = {
    "satisfaction.overall": N_("On the whole"),
    "satisfaction.pay": N_("Pay"),
    "satisfaction.social_insurance": N_("Social insurance"),
    "satisfaction.rest": N_("Rest and leave"),
    "satisfaction.environment": N_("Workplace"),
    "satisfaction.training": N_("Skill training"),
    "satisfaction.labour_conditions": N_("Safety at work"),
    "satisfaction.democracy": N_("Having a say"),
    "satisfaction.care": N_("Care for employees"),
}
"""Measures of the delivered survey in a word or two, for charts."""
_SAMPLE_RULES = {
    SampleRule.STRICT: N_("as many as a margin of ±5 points at 95 per cent confidence asks for"),
    SampleRule.STANDARD: N_("as many as a margin of ±10 points at 95 per cent confidence asks for"),
    SampleRule.LIGHT: N_("as many as a margin of ±15 points at 95 per cent confidence asks for"),
    SampleRule.OFFICE: N_("all up to 10 people, four fifths up to 30, then in steps"),
    SampleRule.PERCENT: N_("a fixed share of the employees"),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """A word that figures use, and what it means."""

    word: str
    meaning: str


def short_word(measure: str, question: str) -> str:
    """Return what a question is about in a word or two, else the question itself."""
    return str(gettext(_SHORT[measure])) if measure in _SHORT else question


def share_text(share: Share | None) -> str:
    """Return a share as "86%", or its band as "≥80%"; a dash for one that is not shown."""
    if share is None:
        return "–"
    sign = {Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}.get(share.bound, "")
    return f"{sign}{share.percent}%"


def score_text(score: ScoreRange | None) -> str:
    """Return a score in points, or the range that may be shown."""
    if score is None:
        return "–"
    return str(score.low) if score.is_exact else f"{score.low}–{score.high}"


def interval_text(interval: PercentRange | None) -> str:
    """Return a confidence interval."""
    return "–" if interval is None else f"{interval.low}–{interval.high}"


def count_text(count: CountRelease) -> str:
    """Return how many answered; below the threshold only that there are fewer."""
    if count.answer_count is not None:
        return f"{count.answer_count:,}"
    return str(gettext("fewer than %(count)s", count=count.fewer_than))


def headcount_text(headcount: Headcount) -> str:
    """Return the number of employees a release was judged by."""
    if headcount.below is not None:
        return str(gettext("fewer than %(count)s", count=headcount.below))
    return "–" if headcount.count is None else f"{headcount.count:,}"


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict in words."""
    return str(gettext(_VERDICTS[verdict]))


def verdict_options() -> list[dict[str, str]]:
    """Return the verdicts to choose from, and that there is none."""
    shown = [{"value": one.value, "label": verdict_word(one)} for one in Verdict]
    return [*shown, {"value": "none", "label": str(gettext("No figures"))}]


def satisfied_definition(definitions: Definitions) -> str:
    """Return what counts as satisfied."""
    return str(
        gettext(
            "Share of valid answers that chose one of the best %(top)s of the choices. Answers "
            "such as “does not apply” are not valid and count neither way.",
            top=definitions.satisfied_choices,
        )
    )


def definitions_of(figures: ReleaseFigures) -> tuple[Definition, ...]:
    """Return what every word of a result means, with the numbers it was made with."""
    texts = (*_of_shares(figures.definitions), *_of_judgement(figures))
    return tuple(Definition(str(gettext(word)), meaning) for word, meaning in texts)


def required_definition(figures: ReleaseFigures) -> str:
    """Return how many answers the sample asks for, and by which headcount."""
    return str(
        gettext(
            "%(rule)s; employees: %(count)s, counted on %(day)s.",
            rule=gettext(_SAMPLE_RULES[figures.definitions.sample_profile.rule]),
            count=headcount_text(figures.headcount),
            day=day_text(figures.headcount.counted_on) or "–",
        )
    )


def score_definition() -> str:
    """Return what a score is."""
    return str(gettext("Mean of the points of the choices, from 0 to 100, as the form gives them."))


def _of_shares(used: Definitions) -> tuple[tuple[str, str], ...]:
    basically = gettext("Share of valid answers between satisfied and dissatisfied.")
    dissatisfied = gettext(
        "Share of valid answers that chose one of the last %(count)s of the choices.",
        count=used.dissatisfied_choices,
    )
    return (
        (N_("Satisfied"), satisfied_definition(used)),
        (N_("Basically satisfied"), str(basically)),
        (N_("Dissatisfied"), str(dissatisfied)),
        (N_("Score"), score_definition()),
    )


def _of_judgement(figures: ReleaseFigures) -> tuple[tuple[str, str], ...]:
    used = figures.definitions
    interval = gettext(
        "Where the share of all employees lies with 95 per cent confidence (Wilson, corrected for "
        "the number of employees)."
    )
    verdict = gettext(
        "Meets: the whole interval reaches %(target)s %%. Below: none of it does. Else the "
        "sample is too small to tell.",
        target=_plain(used.target_share),
    )
    hidden = gettext(
        "Figures from %(least)s answers on, comments from %(texts)s on. Extreme shares of "
        "few answers are shown as a band, so that nobody's answer can be told.",
        least=used.threshold,
        texts=used.text_threshold,
    )
    return (
        (N_("Interval"), str(interval)),
        (N_("Verdict"), str(verdict)),
        (N_("Required answers"), required_definition(figures)),
        (N_("Not shown"), str(hidden)),
    )


def is_exact(figures: MeasureFigures) -> bool:
    """Tell whether all three shares of a question are shown as numbers."""
    shares = (figures.satisfied, figures.basically, figures.dissatisfied)
    return all(one is not None and one.bound is Bound.EXACT for one in shares)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
