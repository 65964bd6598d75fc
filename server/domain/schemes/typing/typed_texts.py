"""What was observed of a subject as texts of fields, to begin a what-if with."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from server.domain.schemes.exact.values import Value, plain
from server.domain.schemes.inputs.asked import Asked, asked_by
from server.domain.schemes.inputs.gather import combined
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.evaluation import Evaluation


def texts_of(scheme: CompiledScheme, evaluation: Evaluation, subject: Subject) -> Mapping[str, str]:
    """Return the values that count for a subject, by name of field as `read_typed` has them."""
    asked = asked_by(scheme)
    texts = dict(_rows(scheme, asked, evaluation))
    for ruling in evaluation.vetoes.values():
        if ruling.fires:
            texts |= {f"v.{one.measure}": _text(one.value) for one in ruling.used if one.value}
    texts |= {
        f"f.{one.measure}": _text(subject.facts[one.measure])
        for one in asked.facts
        if one.measure in subject.facts
    }
    texts |= {f"t.{one.code}": one.since.isoformat() for one in subject.titles}
    return {**texts, "on": evaluation.on.isoformat()}


def _rows(
    scheme: CompiledScheme, asked: Asked, evaluation: Evaluation
) -> Iterator[tuple[str, str]]:
    for row in asked.rows:
        code = row.columns.code
        used = evaluation.rows[code].used if code in evaluation.rows else ()
        for one in row.fields:
            observed = tuple(each for each in used if each.measure == one.measure)
            if not observed or any(each.problem for each in observed):
                continue
            value = combined(observed, row.columns, scheme.settings)
            if value is None:
                yield f"n.{code}", "1"
            else:
                yield f"v.{one.measure}", _text(value)
        if any(each.evidence for each in used):
            yield f"e.{code}", "1"


def _text(value: Value | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value) if isinstance(value, Decimal) else str(value or "")
