"""Places among answers: which are drawn, and where a submission was filled in."""

import pytest

from server.domain.answers import Answers
from server.domain.drawn_places import PlaceKind, filled_in_at, places_in
from tests.xlsform_md import compile_here

FORM = compile_here(
    """
    | survey   |                |       |       |
    |          | type           | name  | label |
    |          | start-geopoint | begun |       |
    |          | geotrace       | way   | Way   |
    |          | geoshape       | yard  | Yard  |
    |          | begin repeat   | gate  | Gate  |
    |          | geopoint       | at    | At    |
    |          | end repeat     |       |       |
    | settings |                |       |       |
    |          | form_id        |       |       |
    |          | places         |       |       |
    """
)


def test_points_ways_and_areas_are_found_in_the_order_of_the_form() -> None:
    answers: Answers = {
        "begun": "36.1 118.1 0 5",
        "way": "36 118 0 0; 36.001 118.001 0 0;",
        "yard": "36 118; 36 118.1; 36.1 118; 36 118",
        "gate": [{"at": "36.5 118.5 10 4.5"}, {"at": None}, {"at": "36.6 118.6"}],
    }

    found = places_in(FORM, answers)

    assert [(one.kind, len(one.points)) for one in found] == [
        (PlaceKind.POINT, 1),
        (PlaceKind.WAY, 2),
        (PlaceKind.AREA, 4),
        (PlaceKind.POINT, 1),
        (PlaceKind.POINT, 1),
    ]
    place = filled_in_at(FORM, answers)
    assert place is not None
    assert (str(place.latitude), str(place.longitude)) == ("36.5", "118.5")


def test_the_point_that_the_phone_took_by_itself_stands_in_for_one_that_was_asked_for() -> None:
    place = filled_in_at(FORM, {"begun": "36.1 118.1 0 5", "gate": [{"at": None}]})

    assert place is not None
    assert str(place.latitude) == "36.1"
    assert filled_in_at(FORM, {}) is None


@pytest.mark.parametrize(
    "text",
    ["", " ", ";", "x", "36", "NaN NaN", "Infinity 1", "0 0 0 0", "91 0", "36 181", "36,1 2"],
)
def test_what_is_no_place_on_the_globe_is_left_out(text: str) -> None:
    assert places_in(FORM, {"gate": [{"at": text}]}) == ()
