"""Numbers that are too large, too long or none at all are told at once, wherever they are read."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from server.domain.schemes.checking.check_scheme import check_scheme
from server.domain.schemes.described.observations import Source
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.conditions import BadCondition, conditions, value_of
from server.domain.schemes.exact.faults import FaultKind
from server.domain.schemes.exact.months import months_after, months_before
from server.domain.schemes.exact.shares import share_of
from server.domain.schemes.exact.values import Text
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField
from server.domain.schemes.kinds.typed_value import Untaken, read_value
from server.domain.schemes.reading import bind_settings
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.typing.typed_inputs import BadInputs, subjects_of_json
from tests.domain.schemes.made import TODAY, compiled, scheme, subject

ROW = {"code": "1", "kind": "manual_range", "points": "10", "source": "assessor"}
FAR_TOO_LARGE = ("1e400", "1e999999999", "9" * 400, "1000000000000000")
NO_NUMBERS = ("NaN", "sNaN", "Infinity", "-Infinity", "1_0", "0x10", "1e", "", "0." + "0" * 400)


def _kinds(cells: dict[str, str], **sheets: object) -> list[FaultKind]:
    checked = check_scheme(scheme([{**ROW, **cells}], **sheets))  # type: ignore[arg-type]
    return [one.kind for one in checked.faults]


@pytest.mark.parametrize("text", [*FAR_TOO_LARGE, *NO_NUMBERS[:-2], "1e-400"])
def test_points_that_nobody_can_add_up_are_a_fault(text: str) -> None:
    assert _kinds({"points": text}) == [faults.NOT_A_NUMBER]


@pytest.mark.parametrize(
    ("text", "number"),
    [("-0", "0"), ("1e3", "1000"), ("999999999999999", "999999999999999"), (" 2.50 ", "2.5")],
)
def test_numbers_of_a_common_size_are_read_exactly(text: str, number: str) -> None:
    assert value_of(text) == Decimal(number)


@pytest.mark.parametrize("text", [*FAR_TOO_LARGE, *NO_NUMBERS])
def test_an_answer_that_is_no_usable_number_stays_a_text(text: str) -> None:
    assert value_of(text) == text


@pytest.mark.parametrize("text", [*FAR_TOO_LARGE, *NO_NUMBERS])
def test_points_typed_beyond_all_numbers_are_refused_where_they_are_typed(text: str) -> None:
    open_field = InputField("1", FieldKind.NUMBER, Text("行", "row"), step=Decimal("0.5"))

    with pytest.raises(Untaken):
        read_value(open_field, text)


def test_a_large_number_in_small_steps_is_taken_without_a_rounded_remainder() -> None:
    fine = InputField("1", FieldKind.NUMBER, Text("行", "row"), step=Decimal("0." + "0" * 19 + "3"))

    assert fine.takes(Decimal(300000000000000))
    assert not fine.takes(Decimal("100000000000000.1"))


@pytest.mark.parametrize("text", ["1e999999999", "1/1e9", "9" * 400, "1/" + "9" * 400, "1_0/2_0"])
def test_a_share_of_a_billion_digits_is_no_share(text: str) -> None:
    with pytest.raises(BadCondition):
        share_of(text)


@pytest.mark.parametrize(
    ("text", "share"),
    [("2/3", Fraction(2, 3)), ("６０％", Fraction(3, 5)), ("2 / 3", Fraction(2, 3))],
)
def test_shares_are_read_as_tables_write_them(text: str, share: Fraction) -> None:
    assert share_of(text) == share


@pytest.mark.parametrize("number", ["1e400", "1e999999999", "9" * 400, "NaN", "Infinity"])
def test_inputs_with_such_numbers_are_refused_at_their_place(number: str) -> None:
    data = f'{{"observations": {{"1": {number}}}}}'.encode()

    with pytest.raises(BadInputs, match="number"):
        subjects_of_json(data, TODAY, lambda _: Source.ASSESSOR)


def test_inputs_nested_without_end_are_refused() -> None:
    with pytest.raises(BadInputs, match="not JSON"):
        subjects_of_json(b"[" * 200_000, TODAY, lambda _: Source.ASSESSOR)


@pytest.mark.parametrize("places", ["7", "1000", "999999999"])
def test_a_total_is_rounded_to_few_places_only(places: str) -> None:
    assert _kinds({}, settings={"places": places}) == [bind_settings.TOO_MANY_PLACES]


@pytest.mark.parametrize(("months", "kind"), [("-1", faults.NEGATIVE), ("1.5", faults.NOT_WHOLE)])
def test_months_and_counts_are_whole_and_not_negative(months: str, kind: FaultKind) -> None:
    assert _kinds({"look_back_months": months}) == [kind]


def test_a_window_longer_than_all_time_holds_everything() -> None:
    ready = compiled([{**ROW, "look_back_months": "999999"}])

    assert evaluate(ready, subject({"1": 5})).total == 5
    assert months_before(TODAY, 999_999) == date.min
    assert months_after(TODAY, 999_999) == date.max


def test_the_largest_numbers_are_summed_and_rounded_exactly() -> None:
    most = "999999999999999.999999"
    rows = [{**ROW, "code": str(code), "points": most, "step": "0.000001"} for code in range(12)]
    values = {str(code): Decimal(most) for code in range(12)}

    total = evaluate(compiled(rows, settings={"places": "6"}), subject(values)).total

    assert total == Decimal("11999999999999999.999988")


def test_a_condition_with_a_gulf_of_spaces_is_read_at_once() -> None:
    (one,) = conditions("a = x" + " " * 32_000 + "y")

    assert one.measure == "a"


def test_what_a_fault_quotes_of_a_cell_fits_into_a_sentence() -> None:
    checked = check_scheme(scheme([{**ROW, "applies_when": "a" * 32_000}]))

    assert [len(json.dumps(one.details)) < 1_100 for one in checked.faults] == [True]
