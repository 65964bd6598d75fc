"""Answers of inspections as a scheme sees them."""

from datetime import date

import pytest

from server.domain.lifecycle import ReviewState
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.found import Found, Measured
from server.domain.schemes.inputs.needs import Needs
from server.domain.schemes.inputs.observe import observations_of
from server.domain.schemes.kinds.rule_kind import FieldKind

_MEASURE = "care.canteen_dormitory"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("yes", FieldKind.YES_NO, True),
        ("no", FieldKind.YES_NO, False),
        ("na", FieldKind.YES_NO, None),
        ("na", FieldKind.NUMBER, None),
        ("na", FieldKind.CHOICE, "na"),
    ],
)
def test_what_an_inspector_says_does_not_apply_is_no_value(
    text: str, kind: FieldKind, value: Value | None
) -> None:
    day = date(2026, 11, 20)
    measured = Measured(1, "site_check", ReviewState.RECEIVED, _MEASURE, text, day)
    found = Found("enterprise:1", {}, measured=(measured,))
    needs = Needs({_MEASURE: kind}, (), (), (), ())

    (seen,) = observations_of(found, needs, SchemeSettings("s", "1", "办法"))

    assert seen.value == value
