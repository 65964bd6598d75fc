"""Answers of inspections as a scheme sees them."""

from datetime import date

import pytest

from server.domain.lifecycle import ReviewState
from server.domain.schemes.found import Found, Measured
from server.domain.schemes.needs import Needs
from server.domain.schemes.observe import observations_of
from server.domain.schemes.rule_kind import FieldKind
from server.domain.schemes.settings import SchemeSettings
from server.domain.schemes.values import Value

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
