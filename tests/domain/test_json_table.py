"""Rows as JSON become a table with an address for every cell."""

import pytest

from server.domain.json_table import MOST_ROWS, NotRows, table_of_rows

TITLES = {"rate": ("参保率", "rate")}


def test_keys_of_columns_become_titles_and_others_stay() -> None:
    table = table_of_rows([{"rate": 98.5, "seen": True}, {"rate": None, "note": "x"}], TITLES)

    assert table.header == ("参保率", "seen", "note")
    first, second = table.lines
    assert [cell.text for cell in first.cells] == ["98.5", "yes", None]
    assert [cell.text for cell in second.cells] == [None, None, "x"]
    assert (second.number, second.cells[2].address) == (2, "2.note")


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (None, "rows"),
        ([{}] * (MOST_ROWS + 1), "rows"),
        ([{str(number): 1 for number in range(300)}], "rows"),
        ([[1]], "rows.1"),
        ([{"rate": 1}, {"rate": [1]}], "rows.2.rate"),
    ],
)
def test_what_is_no_list_of_flat_objects_is_refused_at_its_place(rows: object, place: str) -> None:
    with pytest.raises(NotRows) as caught:
        table_of_rows(rows, TITLES)

    assert caught.value.place == place
