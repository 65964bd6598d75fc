"""What was found of a subject, as it lies in the tables: nothing chosen, nothing combined yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from server.domain.lifecycle import ReviewState
from server.domain.release import ReleaseFigures
from server.domain.schemes.described.observations import Source
from server.domain.schemes.exact.values import Facts, Value
from server.domain.schemes.kinds.decision_kind import HeldTitle


class Measured(NamedTuple):
    """One answer of a submission; `text` as it was sent."""

    submission_id: int
    form_id: str
    review_state: ReviewState | None
    measure: str
    text: str
    on: date
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """The figures that are out of the survey."""

    release_id: int
    on: date
    figures: ReleaseFigures


class Assessed(NamedTuple):
    """What a level gave for a measure; without a text it says that the measure does not apply."""

    assessment_id: int
    level: str
    measure: str
    text: str | None
    on: date
    evidence: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record of a department; `said` is its document or who it comes from."""

    record_id: int
    kind: str
    on: date
    columns: Mapping[str, object] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True, slots=True)
class SchemeResult:
    """What another scheme said: its total, and the points of the rows asked for."""

    evaluation_id: int
    slug: str
    version: str
    on: date
    total: Decimal | None
    points: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a project has imported at all: where nothing came, nothing is known to be absent."""

    record_kinds: Mapping[str, date] = field(default_factory=dict)
    """Kind -> the day of its newest import."""
    title_codes: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the register knows, with the day it was counted on where that is known."""

    value: Value
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found of one subject."""

    origin: str
    """Where its facts come from: `enterprise:12`."""
    facts: Mapping[str, Fact]
    is_survey_closed: bool = False
    measured: tuple[Measured, ...] = ()
    released: Released | None = None
    assessed: tuple[Assessed, ...] = ()
    records: tuple[Recorded, ...] = ()
    titles: tuple[HeldTitle, ...] = ()
    results: tuple[SchemeResult, ...] = ()
    imported: Imported = Imported()

    @property
    def values(self) -> Facts:
        """Its facts as conditions compare them."""
        return {name: fact.value for name, fact in self.facts.items()}


SELF_LEVEL = "self"
"""The level of what a subject gives itself."""


def source_of_level(level: str) -> Source:
    """Return whose points those of a level are: the subject's own, or an assessor's."""
    return Source.SELF if level == SELF_LEVEL else Source.ASSESSOR
