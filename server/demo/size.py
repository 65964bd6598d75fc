"""How large the demonstration is."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.json_values import JsonObject, integer_of, optional_integer_of

_FIRST_BATCH_SHARE = 0.62
_CHECKS_A_VISIT = 3


@dataclass(frozen=True, slots=True)
class DemoSize:
    """Enterprises, survey answers in both campaigns together, site checks, and entrants.

    Entrants are the enterprises that take part in the evaluation; their survey comes on top.
    """

    enterprises: int = 200
    answers: int = 8000
    checks: int = 60
    entrants: int = 54

    @property
    def visits(self) -> int:
        """Return how many visits of guidance there are."""
        return -(-self.checks // _CHECKS_A_VISIT)

    def answers_in(self, batch: int) -> int:
        """Return about how many answers come in a batch: more in the first, which is over."""
        first = round(self.answers * _FIRST_BATCH_SHARE)
        return first if batch == 1 else self.answers - first

    def to_json(self) -> JsonObject:
        """Return the size as parameters of a job."""
        return {
            "enterprises": self.enterprises,
            "answers": self.answers,
            "checks": self.checks,
            "entrants": self.entrants,
        }


def size_from_json(value: Mapping[str, object]) -> DemoSize:
    """Return the size written by `to_json`, or by an older server, without entrants.

    Raises BadJson.
    """
    return DemoSize(
        enterprises=integer_of(value, "enterprises"),
        answers=integer_of(value, "answers"),
        checks=integer_of(value, "checks"),
        entrants=optional_integer_of(value, "entrants") or 0,
    )
