"""Who is evaluated: what is known, what was observed, and which titles are held."""

from dataclasses import dataclass
from datetime import date

from server.domain.schemes.described.observations import Inputs
from server.domain.schemes.exact.values import Facts
from server.domain.schemes.kinds.decision_kind import HeldTitle


@dataclass(frozen=True, slots=True)
class Subject:
    """One enterprise, park, township or other subject on one day."""

    inputs: Inputs
    facts: Facts
    on: date
    """The day that look-back windows and waiting times are counted from."""
    titles: tuple[HeldTitle, ...] = ()
