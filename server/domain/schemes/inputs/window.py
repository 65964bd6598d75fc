"""Look-back windows: what was observed in so many months before the day."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from server.domain.schemes.described.observations import Inputs, Observation, Source
from server.domain.schemes.exact.months import months_before
from server.domain.schemes.inputs.gather import is_event
from server.domain.schemes.inputs.observe_records import NO_RECORD
from server.domain.schemes.kinds.rule_kind import InputField
from server.domain.schemes.kinds.subject import Subject


def inside_window(fields: Iterable[InputField], subject: Subject, months: int | None) -> Inputs:
    """Return what was observed of some fields inside a window; without months all inputs.

    Its first and last day belong to the window; what has no day lies in every one. Of records
    that all lie outside it is known that there are none inside.
    """
    if months is None:
        return subject.inputs
    found = {}
    for field in fields:
        observed = subject.inputs.get(field.measure, ())
        kept = inside(observed, subject.on, months)
        found[field.measure] = (*kept, *_none_of_records(observed, kept))
    return found


def _none_of_records(
    observed: tuple[Observation, ...], kept: tuple[Observation, ...]
) -> Iterator[Observation]:
    """Yield that there are no records, where those that there are lie outside the window."""
    records = [one for one in observed if one.source is Source.RECORD and is_event(one.measure)]
    if not records or any(one.source is Source.RECORD for one in kept):
        return
    value = False if isinstance(records[0].value, bool) else Decimal(0)
    yield Observation(records[0].measure, value, Source.RECORD, origin=NO_RECORD)


def inside(
    observed: tuple[Observation, ...], until: date, months: int | None
) -> tuple[Observation, ...]:
    """Return what was observed in so many months before a day; without months all of it."""
    if months is None:
        return observed
    since = months_before(until, months)
    return tuple(one for one in observed if one.on is None or since <= one.on <= until)
