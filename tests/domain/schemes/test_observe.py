"""What was found of a subject as a scheme sees it: with its source, day, origin and evidence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.lifecycle import ReviewState
from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.described.settings import Accepted, SchemeSettings
from server.domain.schemes.exact.outcome import GapReason
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.found import (
    Assessed,
    Fact,
    Found,
    Measured,
    Recorded,
    SchemeResult,
)
from server.domain.schemes.inputs.needs import Needs, SchemeNeed
from server.domain.schemes.inputs.observe import observations_of, read_value, subject_of
from server.domain.schemes.kinds.decision_kind import HeldTitle
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

    (seen,) = observations_of(found, needs, SchemeSettings("s", "1", "办法"), day)

    assert seen.value == value


DAY = date(2026, 11, 20)
SETTINGS = SchemeSettings("s", "1", "办法", self_form=("self_assessment",))


def _needs(**kinds: FieldKind | None) -> Needs:
    return Needs(kinds, (), (), (), ())


def _answer(
    state: ReviewState | None = ReviewState.RECEIVED, form: str = "site_check", text: str = "90"
) -> Measured:
    return Measured(1, form, state, "rate", text, DAY, ("attachment:9",))


def _observed(found: Found, needs: Needs, settings: SchemeSettings = SETTINGS) -> list[Observation]:
    return list(observations_of(found, needs, settings, DAY))


def test_what_no_row_asks_for_is_not_observed() -> None:
    found = Found(
        "enterprise:1",
        {"headcount": Fact(Decimal(60))},
        measured=(_answer(),),
        assessed=(Assessed(2, "county", "hall", "5", DAY),),
        records=(Recorded(3, "fines", DAY),),
        titles=(HeldTitle("aaa", DAY),),
        results=(SchemeResult(4, "park", "1", DAY, Decimal(80)),),
    )

    assert _observed(found, _needs()) == []
    assert subject_of(found, _needs(), SETTINGS, DAY).facts == {"headcount": Decimal(60)}


@pytest.mark.parametrize("state", list(ReviewState))
def test_what_an_office_turned_down_counts_nowhere_and_some_want_it_approved(
    state: ReviewState,
) -> None:
    found = Found("enterprise:1", {}, measured=(_answer(state),))
    strict = replace(SETTINGS, accepted=Accepted.APPROVED)

    by_default, only_approved = (
        bool(_observed(found, _needs(rate=FieldKind.NUMBER), one)) for one in (SETTINGS, strict)
    )

    assert by_default == (state not in {ReviewState.REJECTED, ReviewState.HAS_ISSUES})
    assert only_approved == (state is ReviewState.APPROVED)


def test_a_form_of_self_assessment_speaks_for_the_enterprise_itself() -> None:
    found = Found("enterprise:1", {}, measured=(_answer(), _answer(form="self_assessment")))

    check, own = _observed(found, _needs(rate=FieldKind.NUMBER))

    assert (check.source, check.level) == (Source.INSPECTION, "")
    assert (own.source, own.level) == (Source.SELF, "self")
    assert (own.value, own.origin, own.evidence) == (
        Decimal(90),
        "submission:1",
        ("attachment:9",),
    )


def test_points_by_hand_are_read_as_their_field_takes_them() -> None:
    found = Found(
        "enterprise:1",
        {},
        assessed=(
            Assessed(1, "self", "tier", " 5 ", DAY, reason="台账"),
            Assessed(2, "county", "hall", "5.50", DAY),
            Assessed(3, "county", "done", "yes", DAY),
            Assessed(4, "county", "none", None, DAY),
        ),
    )
    needs = _needs(
        tier=FieldKind.CHOICE,
        hall=FieldKind.NUMBER,
        done=FieldKind.YES_NO,
        none=FieldKind.NUMBER,
    )

    told = _observed(found, needs)

    assert [one.value for one in told] == ["5", Decimal("5.5"), True, None]
    assert [one.source for one in told] == [Source.SELF, *[Source.ASSESSOR] * 3]
    assert (told[0].note, told[3].problem) == ("台账", None)


@given(st.text(max_size=30), st.sampled_from([*FieldKind, None]))
def test_whatever_was_sent_becomes_a_value_and_never_an_error(
    text: str, kind: FieldKind | None
) -> None:
    value = read_value(text, kind)

    assert isinstance(value, Decimal | bool | str)
    assert not isinstance(value, Decimal) or value.is_finite()
    assert kind is not FieldKind.CHOICE or value == text.strip()


def test_facts_carry_the_day_they_were_counted_on() -> None:
    facts = {"headcount": Fact(Decimal(60), DAY), "ownership": Fact("国有")}

    told = _observed(Found("enterprise:7", facts), _needs(headcount=None))

    assert told == [
        Observation("headcount", Decimal(60), Source.REGISTER, on=DAY, origin="enterprise:7")
    ]


def test_another_scheme_gives_its_total_or_a_row_and_what_is_open_there_is_a_gap_here() -> None:
    needs = replace(
        _needs(),
        schemes=(
            SchemeNeed("scheme:park", "park"),
            SchemeNeed("scheme:park:1.1", "park", "1.1"),
            SchemeNeed("scheme:park:1.2", "park", "1.2"),
            SchemeNeed("scheme:none", "none"),
        ),
    )
    result = SchemeResult(4, "park", "2026", DAY, None, {"1.1": Decimal(3)})

    told = _observed(Found("enterprise:1", {}, results=(result,)), needs)

    assert [(one.measure, one.value, one.problem) for one in told] == [
        ("scheme:park", None, GapReason.NO_VALUE),
        ("scheme:park:1.1", Decimal(3), None),
        ("scheme:park:1.2", None, GapReason.NO_VALUE),
    ]
    assert {one.origin for one in told} == {"evaluation:4"}
