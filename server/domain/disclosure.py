"""From exact counts to a release: what may be shown, so that nobody learns what one worker said.

The attacker is the boss or a clerk who knows who answered when, subtracts whatever was shown, and
knows these rules. Decisions:

* While a survey is open there is the count only, and below the threshold not even that. Figures
  exist once, after closing, from five answers on. A further release must differ by nobody or by at
  least the threshold.
* All views are of one set, the valid answers. A question that one to four of them left out or found
  "not applicable" would be a view that differs from that set by fewer than five people, and its own
  number of answers a figure about them: it is not shown at all. With five or more left out it is
  shown with its number. So it goes between questions as well: a number of answers that comes within
  one to four of a number shown before is not shown. Why a question is not shown is not said either.
* Shares are whole percents of a question's valid answers. Below ten answers a share up to 20 or
  from 80 is a band, from 10 to 19 up to 10 or from 90: nobody or one, all or all but one.
* A band is worth nothing if its neighbours can be subtracted. So when the satisfied share is a
  band, the basically satisfied share is shown only if all three are bands, and the score is the
  range that the band allows. Then no release tells that everybody, or nobody, is satisfied, or that
  everybody gave the same answer. When only another share is a band, two to n − 2 are satisfied and
  no worker's answer follows from any sum; there the score stays a number.
* Scores have one decimal from 20 answers on and none below. The interval, the verdict and the mean
  of the questions are worked out from what is shown, not from what is known.
* Texts come from ten answers on, in random order. A list of fewer than five is not shown, and where
  one to four wrote nothing, so many texts are left out that five are missing.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from server.domain.definitions import Definitions
from server.domain.figures import mean_score, measure_figures, measure_interval, share_of
from server.domain.release import (
    ChoiceFigures,
    ChoiceShare,
    CountRelease,
    Headcount,
    MeasureFigures,
    ReleaseFigures,
    TextList,
)
from server.domain.sampling import required_sample
from server.domain.satisfaction import (
    OVERALL_MEASURE,
    MeasureCounts,
    Scale,
    Verdict,
    count_measure,
    judge,
)

HEADCOUNT_BAND = 10

Shuffle = Callable[[list[str]], None]


@dataclass(frozen=True, slots=True)
class SurveyTally:
    """All answers of one enterprise in one campaign, counted."""

    answer_count: int
    scales: Mapping[str, Scale]
    """Measure -> its scale, for every question with points, in form order."""
    counts: Mapping[str, Mapping[str, int]]
    """Measure -> choice -> number of answers that chose it."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Measure -> its choices, for questions without points where several may be chosen."""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headcount: int | None = None
    headcount_on: dt.date | None = None


def count_release(answer_count: int, definitions: Definitions) -> CountRelease:
    """Return what may be said while the survey is open."""
    if answer_count < definitions.threshold:
        return CountRelease(answer_count=None, fewer_than=definitions.threshold)
    return CountRelease(answer_count=answer_count)


def build_release(
    tally: SurveyTally, definitions: Definitions, *, shuffle: Shuffle
) -> CountRelease | ReleaseFigures:
    """Return the release of a closed survey; with too few answers it is the count alone.

    `shuffle` puts a list in random order in place. Raises ScaleTooShort.
    """
    if tally.answer_count < definitions.threshold:
        return count_release(tally.answer_count, definitions)
    counted = [
        count_measure(measure, tally.counts.get(measure, {}), scale, definitions)
        for measure, scale in _overall_first(tally.scales)
    ]
    views = _views(tally, counted, definitions)
    items = tuple(view for measure, view in views.items() if measure != OVERALL_MEASURE)
    required = _required(tally, definitions)
    return ReleaseFigures(
        definitions=definitions,
        answer_count=tally.answer_count,
        headcount=_headcount(tally),
        required_count=required,
        is_census=tally.headcount is not None and tally.answer_count >= tally.headcount,
        is_above_headcount=tally.headcount is not None and tally.answer_count > tally.headcount,
        verdict=_verdict(tally, counted, views, definitions),
        overall=views.get(OVERALL_MEASURE),
        items=_in_order(items, tally.scales),
        items_mean=mean_score(items),
        choices=tuple(_choices(tally, measure) for measure in tally.choices),
        texts=_texts(tally, definitions, shuffle),
    )


def may_release_again(*, added: int, removed: int, definitions: Definitions) -> bool:
    """Tell whether answers that came and went since a release allow another one.

    With no difference the old release stands; with less than the threshold the two together would
    tell about those few.
    """
    return added + removed == 0 or added + removed >= definitions.threshold


def _overall_first(scales: Mapping[str, Scale]) -> list[tuple[str, Scale]]:
    # The overall question is the last that may be hidden for the sake of another.
    return sorted(scales.items(), key=lambda one: one[0] != OVERALL_MEASURE)


def _views(
    tally: SurveyTally, counted: list[MeasureCounts], definitions: Definitions
) -> dict[str, MeasureFigures]:
    shown = {tally.answer_count}
    views = {}
    for counts in counted:
        if _may_show(counts.valid, shown, definitions.threshold):
            shown.add(counts.valid)
            scale = tally.scales[counts.measure]
            views[counts.measure] = measure_figures(counts, scale, tally.headcount, definitions)
        else:
            views[counts.measure] = MeasureFigures(counts.measure)
    return views


def _may_show(valid: int, shown: set[int], threshold: int) -> bool:
    if valid < threshold:
        return False
    return all(other == valid or abs(other - valid) >= threshold for other in shown)


def _in_order(
    items: tuple[MeasureFigures, ...], scales: Mapping[str, Scale]
) -> tuple[MeasureFigures, ...]:
    order = list(scales)
    return tuple(sorted(items, key=lambda one: order.index(one.measure)))


def _required(tally: SurveyTally, definitions: Definitions) -> int | None:
    if tally.headcount is None or tally.headcount < HEADCOUNT_BAND:
        return None
    return required_sample(definitions.sample_profile, tally.headcount)


def _headcount(tally: SurveyTally) -> Headcount:
    if tally.headcount is not None and tally.headcount < HEADCOUNT_BAND:
        return Headcount(below=HEADCOUNT_BAND, counted_on=tally.headcount_on)
    return Headcount(count=tally.headcount, counted_on=tally.headcount_on)


def _verdict(
    tally: SurveyTally,
    counted: list[MeasureCounts],
    views: Mapping[str, MeasureFigures],
    definitions: Definitions,
) -> Verdict:
    overall = next((one for one in counted if one.measure == OVERALL_MEASURE), None)
    if overall is None or not views[OVERALL_MEASURE].is_shown:
        return Verdict.TOO_SMALL
    interval = measure_interval(overall, tally.headcount)
    return judge(interval, valid=overall.valid, headcount=tally.headcount, definitions=definitions)


def _choices(tally: SurveyTally, measure: str) -> ChoiceFigures:
    counts = tally.counts.get(measure, {})
    shares = (
        ChoiceShare(choice, share_of(counts.get(choice, 0), tally.answer_count))
        for choice in tally.choices[measure]
    )
    return ChoiceFigures(measure, tuple(shares))


def _texts(tally: SurveyTally, definitions: Definitions, shuffle: Shuffle) -> tuple[TextList, ...]:
    if tally.answer_count < definitions.text_threshold:
        return ()
    lists = (
        TextList(measure, _shown_texts(given, tally.answer_count, definitions, shuffle))
        for measure, given in tally.texts.items()
    )
    return tuple(one for one in lists if one.texts)


def _shown_texts(
    given: tuple[str, ...], answer_count: int, definitions: Definitions, shuffle: Shuffle
) -> tuple[str, ...]:
    texts = [text.strip() for text in given if text.strip()]
    shuffle(texts)
    if 0 < answer_count - len(texts) < definitions.threshold:
        del texts[answer_count - definitions.threshold :]
    return tuple(texts) if len(texts) >= definitions.threshold else ()
