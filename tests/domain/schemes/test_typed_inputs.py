"""Inputs that were typed into JSON or a workbook become subjects, exactly."""

import json
from datetime import date
from decimal import Decimal

import pytest

from server.domain.schemes.described.observations import Source
from server.domain.schemes.kinds.decision_kind import HeldTitle
from server.domain.schemes.typing.typed_inputs import (
    BadInputs,
    TypedSubject,
    source_for,
    subjects_of_json,
)
from server.domain.schemes.typing.typed_tables import subjects_of_sheets
from tests.domain.schemes.made import compiled
from tests.scheme_books import Rows, book_of, file_of
from xlsforms.raw_sheet import sheet_of_json
from xlsforms.scheme_child import answer

TODAY = date(2026, 11, 1)


def _assessor(_: str) -> Source:
    return Source.ASSESSOR


def _of_json(told: object) -> tuple[TypedSubject, ...]:
    return subjects_of_json(json.dumps(told).encode(), TODAY, _assessor)


def _of_sheets(sheets: dict[str, Rows]) -> tuple[TypedSubject, ...]:
    told = json.loads(answer(file_of(book_of(sheets))))["sheets"]
    return subjects_of_sheets((sheet_of_json(one) for one in told), TODAY, _assessor)


def test_json_says_everything_of_a_subject() -> None:
    told = {
        "on": "2026-06-30",
        "subjects": [
            {
                "name": "柳树",
                "facts": {"headcount": 120, "has_union": True},
                "observations": [
                    {
                        "measure": "1.1",
                        "value": 0.1,
                        "source": "record",
                        "on": "2026-05-01",
                        "evidence": ["a.pdf"],
                        "note": "x",
                    },
                    {"measure": "1.2", "value": None},
                ],
                "titles": [{"code": "A", "since": "2024-05-01"}],
            }
        ],
    }

    [one] = _of_json(told)

    assert (one.name, one.subject.on) == ("柳树", date(2026, 6, 30))
    assert one.subject.facts == {"kind": "enterprise", "headcount": Decimal(120), "has_union": True}
    assert one.subject.titles == (HeldTitle("A", date(2024, 5, 1)),)
    [first], [second] = one.subject.inputs["1.1"], one.subject.inputs["1.2"]
    assert (first.value, first.source, first.evidence) == (
        Decimal("0.1"),
        Source.RECORD,
        ("a.pdf",),
    )
    assert (second.value, second.source, second.problem) == (None, Source.ASSESSOR, None)


def test_one_subject_may_stand_alone_with_measures_and_values() -> None:
    [one] = _of_json({"observations": {"1.1": 4.5, "1.2": "good", "1.3": False}})

    values = {measure: many[0].value for measure, many in one.subject.inputs.items()}
    assert values == {"1.1": Decimal("4.5"), "1.2": "good", "1.3": False}


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ([], "inputs"),
        ({"subjects": {}}, "subjects"),
        ({"subjects": [1]}, "subjects[0]"),
        ({"value": 1}, "inputs.value"),
        ({"on": "soon"}, "inputs.on"),
        ({"name": 1}, "inputs.name"),
        ({"facts": {"x": []}}, "inputs.facts.x"),
        ({"observations": {"a": [1]}}, "inputs.observations[0].value"),
        ({"observations": [{"value": 1}]}, "inputs.observations[0].measure"),
        ({"observations": [{"measure": "a", "source": "b"}]}, "inputs.observations[0].source"),
        ({"observations": [{"measure": "a", "evidence": "b"}]}, "inputs.observations[0].evidence"),
        ({"titles": [{"code": "A"}]}, "inputs.titles[0]"),
    ],
)
def test_what_is_wrong_in_json_is_told_by_its_place(told: object, place: str) -> None:
    with pytest.raises(BadInputs) as caught:
        _of_json(told)

    assert caught.value.place == place


@pytest.mark.parametrize("data", [b"{", b'{"observations": {"a": NaN}}'])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(BadInputs):
        subjects_of_json(data, TODAY, _assessor)


def test_a_workbook_says_the_same() -> None:
    found = _of_sheets(
        {
            "inputs": (
                ("Subject", "measure", "value", "source", "date", "evidence"),
                ("柳树", "1.1", 4.5, "self", date(2026, 5, 1), "a.pdf；b.pdf"),
                ("杨树", "1.1", "n/a", None, None, None),
                ("柳树", "1.2", "是", None, None, None),
            ),
            "facts": (("subject", "fact", "value"), ("柳树", "headcount", 120)),
            "titles": (("subject", "code", "since"), ("杨树", "A", date(2024, 5, 1))),
        }
    )

    willow, poplar = (one.subject for one in found)
    assert [one.name for one in found] == ["柳树", "杨树"]
    assert willow.facts["headcount"] == 120
    [first] = willow.inputs["1.1"]
    assert (first.value, first.level, first.on, first.evidence) == (
        Decimal("4.5"),
        "self",
        date(2026, 5, 1),
        ("a.pdf", "b.pdf"),
    )
    assert willow.inputs["1.2"][0].value is True
    assert poplar.inputs["1.1"][0].value is None
    assert poplar.titles == (HeldTitle("A", date(2024, 5, 1)),)


@pytest.mark.parametrize(
    ("sheets", "place"),
    [
        ({}, "inputs"),
        ({"inputs": (("subject", "measure"), ("a", "b"))}, "inputs row 1, "),
        (
            {"inputs": (("subject", "measure", "value"), (None, "b", 1))},
            "inputs row 2, subject",
        ),
        (
            {"inputs": (("subject", "measure", "value", "source"), ("a", "b", 1, "x"))},
            "inputs row 2.source",
        ),
        (
            {"inputs": (("subject", "measure", "value"), ("a", "b", "#N/A"))},
            "inputs row 2, value",
        ),
    ],
)
def test_what_is_wrong_in_a_workbook_is_told_by_its_row(
    sheets: dict[str, Rows], place: str
) -> None:
    with pytest.raises(BadInputs) as caught:
        _of_sheets(sheets)

    assert caught.value.place == place


def test_a_value_without_source_comes_from_the_first_of_its_row() -> None:
    made = compiled(
        [{"code": "1", "kind": "manual_range", "points": "5", "source": "self assessor"}],
        vetoes=[{"code": "V", "kind": "veto", "source": "record"}],
    )
    source_of = source_for(made)

    assert [source_of(one) for one in ("1", "V", "other")] == [
        Source.SELF,
        Source.RECORD,
        Source.ASSESSOR,
    ]
