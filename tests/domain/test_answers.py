"""Answers as values of their types, and rows of repeats."""

import datetime as dt
from decimal import Decimal

import pytest

from server.domain.answers import (
    BadAnswer,
    Geopoint,
    RepeatRow,
    read_answer,
    rows_at,
    split_choices,
    texts_at,
)
from tests.domain.forms import several, text

ANSWERS = {
    "note": None,
    "building": {
        "room": [
            {"name": "A", "exit": [{"width": "1"}, {"width": None}]},
            {"name": "B"},
            {"exit": [{"width": "2"}]},
        ]
    },
}


@pytest.mark.parametrize(
    ("type_name", "sent", "value"),
    [
        ("int", " 12 ", 12),
        ("int", "-3", -3),
        ("decimal", "1.50", Decimal("1.50")),
        ("decimal", "1e2", Decimal(100)),
        ("boolean", "true", True),
        ("boolean", "0", False),
        ("date", "2026-11-20", dt.date(2026, 11, 20)),
        ("time", "10:00:00.000+08:00", dt.time(10, tzinfo=dt.timezone(dt.timedelta(hours=8)))),
        ("dateTime", "2026-11-20T10:00:00.000Z", dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)),
        ("geopoint", "30.1 120.2 0 5", Geopoint(*map(Decimal, ("30.1", "120.2", "0", "5")))),
        ("geopoint", "30.1 120.2", Geopoint(Decimal("30.1"), Decimal("120.2"))),
        ("barcode", " x ", " x "),
    ],
)
def test_an_answer_is_read_as_its_type(type_name: str, sent: str, value: object):
    assert read_answer(text("/a", type_name=type_name), sent) == value


@pytest.mark.parametrize(
    ("type_name", "sent"),
    [
        ("int", "1.0"),
        ("int", "１２"),
        ("int", "1_000"),
        ("decimal", "NaN"),
        ("decimal", "1e999999"),
        ("boolean", "yes"),
        ("date", "2026-02-30"),
        ("geopoint", "30.1"),
    ],
)
def test_an_answer_of_another_shape_is_named(type_name: str, sent: str):
    with pytest.raises(BadAnswer) as caught:
        read_answer(text("/a", type_name=type_name), sent)

    assert (caught.value.path, caught.value.type_name) == ("/a", type_name)
    assert caught.value.text == sent


def test_choices_are_split_and_empty_answers_are_none():
    assert read_answer(several("/a", "x", "y"), "x y x") == ("x", "y")
    assert read_answer(text("/a"), None) is None
    assert split_choices("  ") == ()


def test_rows_of_nested_repeats_know_their_place():
    rows = tuple(rows_at(ANSWERS, "/building/room/exit"))

    assert rows[0] == RepeatRow(indexes=(0, 0), answers={"width": "1"})
    assert [row.indexes for row in rows] == [(0, 0), (0, 1), (2, 0)]
    assert [row.indexes for row in rows_at(ANSWERS, "")] == [()]
    assert tuple(rows_at(ANSWERS, "/note")) == ()


def test_texts_are_gathered_through_repeats():
    assert texts_at(ANSWERS, "/building/room/exit/width") == ("1", "2")
    assert texts_at(ANSWERS, "/building/room/name") == ("A", "B")
    assert texts_at(ANSWERS, "/note") == ()
