"""What a condition asks for, and which of its answers are the better ones."""

from collections.abc import Mapping

from server.domain.schemes.exact.conditions import Comparison, Condition
from server.domain.schemes.exact.values import Text
from server.domain.schemes.kinds.rule_kind import Better, FieldKind, InputField

COMPARISONS = ", ".join(Comparison)


def field_of(one: Condition, name: Text) -> InputField:
    """Return the field in which the value of a condition is typed."""
    against = one.values[0]
    if isinstance(against, bool):
        return InputField(one.measure, FieldKind.YES_NO, name)
    kind = FieldKind.TEXT if isinstance(against, str) else FieldKind.NUMBER
    return InputField(one.measure, kind, name)


def better_of(comparison: Comparison, measure: str) -> Mapping[str, Better]:
    """Return whether more or less of a measure never makes a comparison fail; empty: neither."""
    if comparison in {Comparison.AT_LEAST, Comparison.MORE_THAN}:
        return {measure: Better.MORE}
    if comparison in {Comparison.AT_MOST, Comparison.LESS_THAN}:
        return {measure: Better.LESS}
    return {}
