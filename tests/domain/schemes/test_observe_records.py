"""Records of departments and titles: how many, since when, and when "none" is known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.exact.months import months_before
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.found import Found, Imported, Recorded
from server.domain.schemes.inputs.gather import combined, counting
from server.domain.schemes.inputs.needs import Needs, RecordNeed
from server.domain.schemes.inputs.observe_records import observed_records, observed_titles
from server.domain.schemes.inputs.window import inside_window
from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.domain.schemes.kinds.rule_kind import FieldKind
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.scoring.evaluate import evaluate
from tests.domain.schemes.made import TODAY, compiled

FINES, SUM = "record:fines", "record:fines:sum"
HANDED_IN = Imported({"fines": TODAY}, {"aaa": TODAY})
ROW = {
    "code": "A",
    "kind": "count_threshold",
    "points": "10",
    "at_most": "0",
    "source": "record",
    "measure": FINES,
}


def _needs(kind: FieldKind = FieldKind.COUNT, *titles: str) -> Needs:
    records = (RecordNeed(FINES, "fines"), RecordNeed(SUM, "fines", "sum"))
    return Needs({FINES: kind, SUM: FieldKind.NUMBER}, (), records, titles, ())


def _found(*days: date, imported: Imported = HANDED_IN, **columns: object) -> Found:
    records = tuple(
        Recorded(number, "fines", day, columns, "税务局") for number, day in enumerate(days)
    )
    return Found("enterprise:1", {}, records=records, imported=imported)


def _of(found: Found, measure: str, kind: FieldKind = FieldKind.COUNT) -> list[Observation]:
    return [one for one in observed_records(found, _needs(kind)) if one.measure == measure]


def test_before_a_department_handed_anything_in_nothing_is_known() -> None:
    assert _of(_found(imported=Imported()), FINES) == []


@pytest.mark.parametrize(("kind", "none"), [(FieldKind.COUNT, 0), (FieldKind.YES_NO, False)])
def test_after_that_no_record_is_none(kind: FieldKind, none: Value) -> None:
    (told,) = _of(_found(), FINES, kind)

    assert (told.value, told.value.__class__ is bool) == (none, kind is FieldKind.YES_NO)
    assert (told.on, told.origin) == (None, "record:")


def test_each_record_counts_once_with_its_day_and_who_said_it() -> None:
    first, second = _of(_found(TODAY, TODAY), FINES)

    assert (first.value, first.on, first.origin, first.note) == (1, TODAY, "record:0", "税务局")
    assert second.origin == "record:1"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12.50", Decimal("12.5")),
        (7, 7),
        (True, True),
        (False, False),
        ("重大", "重大"),
        ("是", True),
    ],
)
def test_a_column_gives_what_its_cell_holds(cell: object, value: Value) -> None:
    assert [one.value for one in _of(_found(TODAY, sum=cell), SUM)] == [value]


@pytest.mark.parametrize("cell", [None, ""])
def test_an_empty_cell_gives_nothing(cell: object) -> None:
    assert _of(_found(TODAY, sum=cell), SUM) == []
    assert _of(_found(TODAY), SUM) == []


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2027, 12, 31)), max_size=6),
    st.none() | st.integers(1, 60),
)
def test_in_any_window_the_records_inside_it_are_counted_and_none_is_none(
    days: list[date], months: int | None
) -> None:
    scheme = compiled([{**ROW, "look_back_months": "" if months is None else str(months)}])
    row = scheme.rows["A"]
    subject = Subject(inputs_of(_of(_found(*sorted(days)), FINES)), {}, TODAY)

    kept = inside_window(row.fields, subject, months)[FINES]  # type: ignore[union-attr]  # a rule
    chosen = counting(kept, row.columns, scheme.settings)

    first = date.min if months is None else months_before(TODAY, months)
    inside = [one for one in days if months is None or first <= one <= TODAY]
    assert combined(chosen, row.columns, scheme.settings) == len(inside)


def test_old_records_leave_no_gap_in_the_table() -> None:
    scheme = compiled([{**ROW, "look_back_months": "12"}])
    old = inputs_of(_of(_found(date(2020, 1, 1)), FINES))

    found = evaluate(scheme, Subject(old, {}, TODAY))

    assert (found.gaps, found.total) == ((), 10)


def _held(*titles: HeldTitle, imported: Imported = HANDED_IN) -> list[Observation]:
    found = Found("enterprise:1", {}, titles=titles, imported=imported)
    return list(observed_titles(found, _needs(FieldKind.COUNT, "aaa"), TODAY))


def test_a_title_is_held_from_its_first_day_to_its_last() -> None:
    title = HeldTitle("aaa", date(2025, 1, 1), TODAY, "title:4")
    ended, later = replace(title, until=date(2026, 10, 31)), replace(title, since=date(2026, 11, 2))

    (told,) = _held(title)

    assert (told.measure, told.value, told.on, told.origin) == (
        "title:aaa",
        True,
        date(2025, 1, 1),
        "title:4",
    )
    assert told.source is Source.TITLE
    assert [one.value for one in _held(ended)] == [False]
    assert [one.value for one in _held(replace(later, until=None))] == [False]
    assert [one.value for one in _held(ended, title)] == [True]


def test_of_titles_that_were_never_imported_nothing_is_known() -> None:
    other = HeldTitle("bbb", date(2025, 1, 1))

    assert _held(other, imported=Imported()) == []
    assert [one.value for one in _held(other)] == [False]
