"""What was found becomes observations: read as the scheme's fields want it, with its origin."""

from collections.abc import Iterator
from datetime import date

from server.domain.lifecycle import ReviewState
from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.described.settings import Accepted, SchemeSettings
from server.domain.schemes.exact.conditions import value_of
from server.domain.schemes.exact.outcome import GapReason
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.found import (
    SELF_LEVEL,
    Assessed,
    Found,
    Measured,
    source_of_level,
)
from server.domain.schemes.inputs.needs import Needs
from server.domain.schemes.inputs.observe_records import observed_records, observed_titles
from server.domain.schemes.inputs.observe_survey import observed_survey
from server.domain.schemes.kinds.rule_kind import FieldKind
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.kinds.typed_value import is_not_applicable

_NOT_ACCEPTED = frozenset({ReviewState.REJECTED, ReviewState.HAS_ISSUES})


def subject_of(found: Found, needs: Needs, settings: SchemeSettings, on: date) -> Subject:
    """Return the subject with everything that the scheme looks at, and nothing else."""
    return Subject(
        inputs=inputs_of(observations_of(found, needs, settings, on)),
        facts=found.values,
        on=on,
        titles=found.titles,
    )


def observations_of(
    found: Found, needs: Needs, settings: SchemeSettings, on: date
) -> Iterator[Observation]:
    """Yield what was observed of the measures that the scheme names, as it is on a day."""
    yield from _register(found, needs)
    for one in found.measured:
        if one.measure in needs.kinds and _is_accepted(one, settings):
            yield _measured(one, needs, settings)
    yield from observed_survey(found, needs)
    for given in found.assessed:
        if given.measure in needs.kinds:
            yield _assessed(given, needs)
    yield from observed_records(found, needs)
    yield from observed_titles(found, needs, on)
    yield from _results(found, needs)


def read_value(text: str, kind: FieldKind | None) -> Value:
    """Return a text as what its field takes; one that is nothing of the kind stays what it is."""
    if kind is FieldKind.CHOICE:
        return text.strip()
    return value_of(text)


def accepted_states(settings: SchemeSettings) -> frozenset[ReviewState]:
    """Return the review states in which a submission counts; none at all is `received`."""
    if settings.accepted is Accepted.APPROVED:
        return frozenset({ReviewState.APPROVED})
    return frozenset(ReviewState) - _NOT_ACCEPTED


def _is_accepted(one: Measured, settings: SchemeSettings) -> bool:
    return (one.review_state or ReviewState.RECEIVED) in accepted_states(settings)


def _measured(one: Measured, needs: Needs, settings: SchemeSettings) -> Observation:
    is_own = one.form_id in settings.self_form
    return Observation(
        measure=one.measure,
        value=_answered(one.text, needs.kinds[one.measure]),
        source=Source.SELF if is_own else Source.INSPECTION,
        level=SELF_LEVEL if is_own else "",
        on=one.on,
        origin=f"submission:{one.submission_id}",
        evidence=one.evidence,
    )


def _answered(text: str, kind: FieldKind | None) -> Value | None:
    """Return an answer; None where an inspector chose that the question does not apply."""
    if kind is not FieldKind.CHOICE and is_not_applicable(text):
        return None
    return read_value(text, kind)


def _assessed(one: Assessed, needs: Needs) -> Observation:
    key, level, measure, text, on, evidence, reason = one
    value = None if text is None else read_value(text, needs.kinds[measure])
    origin = f"assessment:{key}"
    return Observation(measure, value, source_of_level(level), level, on, origin, evidence, reason)


def _register(found: Found, needs: Needs) -> Iterator[Observation]:
    for name, fact in found.facts.items():
        if name in needs.kinds:
            yield Observation(name, fact.value, Source.REGISTER, on=fact.on, origin=found.origin)


def _results(found: Found, needs: Needs) -> Iterator[Observation]:
    """Yield results of other schemes; one that is open is a gap here as well."""
    by_slug = {one.slug: one for one in found.results}
    for need in needs.schemes:
        result = by_slug.get(need.slug)
        if result is None:
            continue
        value = result.points.get(need.row) if need.row else result.total
        yield Observation(
            measure=need.measure,
            value=value,
            source=Source.SCHEME,
            on=result.on,
            origin=f"evaluation:{result.evaluation_id}",
            note=result.version,
            problem=GapReason.NO_VALUE if value is None else None,
        )
