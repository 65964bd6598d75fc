"""A row that has no points without a file."""

from decimal import Decimal

import pytest

from server.domain.schemes.observations import Observation, Source, inputs_of
from server.domain.schemes.score_row import score_row
from server.domain.schemes.settings import SchemeSettings
from server.domain.schemes.values import Value
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
