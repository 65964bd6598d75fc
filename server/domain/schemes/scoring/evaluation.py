"""What an evaluation says of one subject: every row with its inputs, the total, vetoes, grades."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from server.domain.schemes.described.observations import Observation
from server.domain.schemes.exact.outcome import Outcome, Step
from server.domain.schemes.kinds.decision_kind import Ruling, VetoRuling
from server.domain.schemes.kinds.veto_effect import Effect


class RowScore(NamedTuple):
    """One row: what the rule said, and the observations it was said of."""

    code: str
    outcome: Outcome
    used: tuple[Observation, ...] = ()
    beside: tuple[Observation, ...] = ()
    """Observations that were there too, but did not count."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One subject by one version of a scheme."""

    scheme: str
    version: str
    on: date
    rows: Mapping[str, RowScore]
    total: Decimal | None
    """Rounded as the scheme says; None when rows without points leave it open."""
    lowest: Decimal
    """Points there are so far, rounded."""
    most: Decimal | None
    """Full marks of what applies to this subject; None when part is unknown."""
    gaps: tuple[str, ...]
    """Codes of rows without points that should have some, in the table's order."""
    vetoes: Mapping[str, VetoRuling]
    grades: tuple[Ruling, ...]
    titles: tuple[Ruling, ...]
    """Titles that stand beside the grades."""
    gates: tuple[Ruling, ...]
    """What must hold before the subject may apply; no grade depends on it."""
    grade: str | None
    """Code of the grade that follows; None: none, or a veto bars it."""
    is_vetoed: bool
    effect: Effect | None
    """The hardest of what the vetoes that fire do; None: none fires."""
    steps: tuple[Step, ...]
    """How total and grade came about."""
