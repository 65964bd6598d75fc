"""Look-back windows: what was observed in so many months before the day."""

from collections.abc import Iterable
from datetime import date

from server.domain.schemes.described.observations import Inputs, Observation
from server.domain.schemes.exact.months import months_before
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.kinds.subject import Subject


def inside_window(fields: Iterable[InputField], subject: Subject, months: int | None) -> Inputs:
    """Return what was observed of some fields inside a window; without months all inputs.

    Its first and last day belong to the window; what has no day lies in every one.
    """
    if months is None:
        return subject.inputs
    return {
        field.measure: inside(subject.inputs.get(field.measure, ()), subject.on, months)
        for field in fields
    }


def inside(
    observed: tuple[Observation, ...], until: date, months: int | None
) -> tuple[Observation, ...]:
    """Return what was observed in so many months before a day; without months all of it."""
    if months is None:
        return observed
    since = months_before(until, months)
    return tuple(one for one in observed if one.on is None or since <= one.on <= until)
