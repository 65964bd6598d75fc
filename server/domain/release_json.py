"""Releases as JSON and back: what the release row stores and pages, API and exports read."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from server.domain.definitions import definitions_from_json
from server.domain.json_values import (
    BadJson,
    JsonObject,
    boolean_of,
    decimal_of,
    integer_of,
    object_of,
    objects_of,
    optional_integer_of,
    text_of,
    texts_of,
)
from server.domain.release import (
    Bound,
    ChoiceFigures,
    ChoiceShare,
    CountRelease,
    Headcount,
    MeasureFigures,
    PercentRange,
    ReleaseFigures,
    ReleaseKind,
    ScoreRange,
    Share,
    TextList,
)
from server.domain.satisfaction import Verdict

Stored = Mapping[str, object]
E_ = TypeVar("E_", Bound, Verdict, ReleaseKind)


def release_to_json(release: CountRelease | ReleaseFigures) -> JsonObject:
    """Return the release as JSON; `kind` says which it is, decimals are text."""
    if isinstance(release, CountRelease):
        return {
            "kind": ReleaseKind.COUNT.value,
            "answerCount": release.answer_count,
            "fewerThan": release.fewer_than,
        }
    return {
        "kind": ReleaseKind.FIGURES.value,
        "definitions": release.definitions.to_json(),
        "answerCount": release.answer_count,
        "headcount": _write_headcount(release.headcount),
        "requiredCount": release.required_count,
        "isCensus": release.is_census,
        "isAboveHeadcount": release.is_above_headcount,
        "verdict": release.verdict.value,
        "overall": None if release.overall is None else _write_measure(release.overall),
        "items": [_write_measure(one) for one in release.items],
        "itemsMean": _write_score(release.items_mean),
        "choices": [_write_choices(one) for one in release.choices],
        "texts": [{"measure": one.measure, "texts": one.texts} for one in release.texts],
    }


def release_from_json(stored: Stored) -> CountRelease | ReleaseFigures:
    """Return the release written by `release_to_json`. Raises BadJson, BadDefinitions."""
    if _member(ReleaseKind, stored, "kind") is ReleaseKind.COUNT:
        return CountRelease(
            answer_count=optional_integer_of(stored, "answerCount"),
            fewer_than=optional_integer_of(stored, "fewerThan"),
        )
    overall = _optional(stored, "overall")
    return ReleaseFigures(
        definitions=definitions_from_json(object_of(stored, "definitions")),
        answer_count=integer_of(stored, "answerCount"),
        headcount=_read_headcount(object_of(stored, "headcount")),
        required_count=optional_integer_of(stored, "requiredCount"),
        is_census=boolean_of(stored, "isCensus"),
        is_above_headcount=boolean_of(stored, "isAboveHeadcount"),
        verdict=_member(Verdict, stored, "verdict"),
        overall=None if overall is None else _read_measure(overall),
        items=tuple(_read_measure(one) for one in objects_of(stored, "items")),
        items_mean=_read_score(_optional(stored, "itemsMean")),
        choices=tuple(_read_choices(one) for one in objects_of(stored, "choices")),
        texts=tuple(
            TextList(text_of(one, "measure"), texts_of(one, "texts"))
            for one in objects_of(stored, "texts")
        ),
    )


def _write_headcount(headcount: Headcount) -> JsonObject:
    day = headcount.counted_on
    return {
        "count": headcount.count,
        "below": headcount.below,
        "countedOn": None if day is None else day.isoformat(),
    }


def _write_measure(figures: MeasureFigures) -> JsonObject:
    interval = figures.interval
    return {
        "measure": figures.measure,
        "validCount": figures.valid_count,
        "satisfied": _write_share(figures.satisfied),
        "basically": _write_share(figures.basically),
        "dissatisfied": _write_share(figures.dissatisfied),
        "score": _write_score(figures.score),
        "interval": None if interval is None else {"low": interval.low, "high": interval.high},
    }


def _write_share(share: Share | None) -> JsonObject | None:
    return None if share is None else {"percent": share.percent, "bound": share.bound.value}


def _write_score(score: ScoreRange | None) -> JsonObject | None:
    return None if score is None else {"low": str(score.low), "high": str(score.high)}


def _write_choices(figures: ChoiceFigures) -> JsonObject:
    shares = [{"choice": one.choice, "share": _write_share(one.share)} for one in figures.shares]
    return {"measure": figures.measure, "shares": shares}


def _read_headcount(stored: Stored) -> Headcount:
    day = stored.get("countedOn")
    return Headcount(
        count=optional_integer_of(stored, "count"),
        below=optional_integer_of(stored, "below"),
        counted_on=None if day is None else dt.date.fromisoformat(text_of(stored, "countedOn")),
    )


def _read_measure(stored: Stored) -> MeasureFigures:
    interval = _optional(stored, "interval")
    return MeasureFigures(
        measure=text_of(stored, "measure"),
        valid_count=optional_integer_of(stored, "validCount"),
        satisfied=_read_share(_optional(stored, "satisfied")),
        basically=_read_share(_optional(stored, "basically")),
        dissatisfied=_read_share(_optional(stored, "dissatisfied")),
        score=_read_score(_optional(stored, "score")),
        interval=None
        if interval is None
        else PercentRange(integer_of(interval, "low"), integer_of(interval, "high")),
    )


def _read_share(stored: Stored | None) -> Share | None:
    return None if stored is None else _share(stored)


def _share(stored: Stored) -> Share:
    return Share(integer_of(stored, "percent"), _member(Bound, stored, "bound"))


def _read_score(stored: Stored | None) -> ScoreRange | None:
    if stored is None:
        return None
    return ScoreRange(decimal_of(stored, "low"), decimal_of(stored, "high"))


def _read_choices(stored: Stored) -> ChoiceFigures:
    shares = (
        ChoiceShare(text_of(one, "choice"), _share(object_of(one, "share")))
        for one in objects_of(stored, "shares")
    )
    return ChoiceFigures(text_of(stored, "measure"), tuple(shares))


def _optional(stored: Stored, key: str) -> Stored | None:
    return None if stored.get(key) is None else object_of(stored, key)


def _member(kind: type[E_], stored: Stored, key: str) -> E_:
    try:
        return kind(text_of(stored, key))
    except ValueError as problem:
        raise BadJson(key) from problem
