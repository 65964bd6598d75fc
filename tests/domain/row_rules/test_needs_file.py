"""A row that has no points without a file."""

from decimal import Decimal

import pytest

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.exact.values import Value
from server.domain.schemes.scoring.score_row import score_row
from tests.domain.rule_kinds.scoring import Row


@pytest.mark.parametrize(
    ("row", "value", "files", "points", "is_met"),
    [
        (Row("manual_range", "5", {"evidence_gate": "yes"}), Decimal(3), (), 0, None),
        (
            Row("manual_range", "5", {"evidence_gate": "yes"}),
            Decimal(3),
            ("attachment:1",),
            3,
            None,
        ),
        (Row("meets_clause", "", {"evidence_gate": "yes"}), True, (), None, False),
    ],
)
def test_what_was_typed_counts_only_with_a_file(
    row: Row, value: Value, files: tuple[str, ...], points: int | None, is_met: bool | None
) -> None:
    made = row.made()
    observed = Observation("1", value, Source.ASSESSOR, evidence=files)

    outcome = score_row(made, inputs_of([observed]), {}, SchemeSettings("s", "1", "办法")).outcome

    assert (outcome.points, outcome.is_met) == (points, is_met)


def test_a_file_of_the_subject_counts_for_points_that_an_office_gave() -> None:
    row = Row("manual_range", "5", {"evidence_gate": "yes"}).made()
    own = Observation("1", Decimal(4), Source.SELF, level="self", evidence=("attachment:1",))
    confirmed = Observation("1", Decimal(3), Source.ASSESSOR, level="county")

    scored = score_row(row, inputs_of([own, confirmed]), {}, SchemeSettings("s", "1", "办法"))

    assert scored.outcome.points == 3
    assert scored.used == (confirmed,)
    assert scored.beside == (own,)
