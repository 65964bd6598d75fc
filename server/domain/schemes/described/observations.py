"""Inputs of an evaluation: what was observed of a subject, where it came from, and its evidence."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from server.domain.schemes.exact.outcome import GapReason
from server.domain.schemes.exact.values import Value


class Source(StrEnum):
    """Where a value comes from."""

    SURVEY = "survey"
    INSPECTION = "inspection"
    SELF = "self"
    ASSESSOR = "assessor"
    RECORD = "record"
    TITLE = "title"
    SCHEME = "scheme"
    """The result of another scheme."""
    REGISTER = "register"


class Observation(NamedTuple):
    """One value of one measure."""

    measure: str
    value: Value | None
    """None: the measure does not apply to the subject, or `problem` says why it is missing."""
    source: Source
    level: str = ""
    """Who gave it, for points given by hand: a level or department of the scheme."""
    on: date | None = None
    origin: str = ""
    """What it came from: `release:7`, `submission:12`, `record:3`, `assessment:5`, `title:2`."""
    evidence: tuple[str, ...] = ()
    """Files behind it, as `attachment:9`."""
    note: str = ""
    problem: GapReason | None = None


Inputs: TypeAlias = Mapping[str, tuple[Observation, ...]]
"""Measure -> what was observed of it, oldest first."""


def inputs_of(observations: Iterable[Observation]) -> Inputs:
    """Return observations by measure, oldest first and otherwise in the order given."""
    found: dict[str, list[Observation]] = {}
    for one in observations:
        found.setdefault(one.measure, []).append(one)
    return {
        measure: tuple(many if len(many) == 1 else sorted(many, key=_day_of))
        for measure, many in found.items()
    }


def _day_of(one: Observation) -> date:
    return one.on or date.min
