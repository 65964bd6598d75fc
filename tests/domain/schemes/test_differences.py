"""A new version of a scheme shows what differs from the last."""

from server.domain.schemes.reading.differences import CellChange, Change, Difference, differences
from tests.domain.schemes.made import scheme

OLD = scheme(
    [
        {"code": "1", "kind": "group", "name_zh": "用工", "name_en": "Employment"},
        {"code": "1.1", "parent": "1", "points": "5"},
        {"code": "1.2", "parent": "1", "points": "5"},
    ],
    parameters={"1.1": [{"at_least": "80", "points": "5"}]},
    grades=[{"code": "A", "from_points": "80"}],
)


def test_the_same_scheme_has_no_differences() -> None:
    assert differences(OLD, OLD) == ()


def test_a_changed_cell_is_told_with_old_and_new() -> None:
    new = scheme(
        [
            {
                "code": "1",
                "kind": "group",
                "name_zh": "用工",
                "name_en": "Employment",
                "note_zh": "x",
            },
            {"code": "1.1", "parent": "1", "points": "6"},
            {"code": "1.2", "parent": "1"},
        ],
        settings={"version": "2", "points": "100"},
        parameters={"1.1": [{"at_least": "85", "points": "5"}, {"at_least": "0", "points": "0"}]},
        grades=[{"code": "A", "from_points": "80"}],
    )

    found = {(one.sheet, one.key): (one.change, one.cells) for one in differences(OLD, new)}

    assert found == {
        ("settings", "version"): (Change.CHANGED, (CellChange("value", "1", "2"),)),
        ("settings", "points"): (Change.ADDED, (CellChange("value", "", "100"),)),
        ("indicators", "1"): (Change.CHANGED, (CellChange("note_zh", "", "x"),)),
        ("indicators", "1.1"): (Change.CHANGED, (CellChange("points", "5", "6"),)),
        ("indicators", "1.2"): (Change.CHANGED, (CellChange("points", "5", ""),)),
        ("parameters", "1.1/1"): (Change.CHANGED, (CellChange("at_least", "80", "85"),)),
        ("parameters", "1.1/2"): (
            Change.ADDED,
            (CellChange("at_least", "", "0"), CellChange("points", "", "0")),
        ),
    }


def test_rows_added_and_removed_carry_their_names() -> None:
    new = scheme([{"code": "2", "name_zh": "工资", "name_en": "Pay"}, *_cells()[1:]])
    found = [one for one in differences(OLD, new) if one.sheet == "indicators"]

    assert [(one.key, one.change, one.name_en) for one in found] == [
        ("2", Change.ADDED, "Pay"),
        ("1", Change.REMOVED, "Employment"),
    ]


def test_only_the_row_that_was_moved_is_told() -> None:
    first, *others = _cells()
    found = [one for one in differences(OLD, scheme([*others, first])) if one.sheet == "indicators"]

    assert found == [Difference("indicators", "1", Change.MOVED, (), "用工", "Employment")]


def _cells() -> list[dict[str, str]]:
    return [dict(row.cells) for row in OLD.indicators]
