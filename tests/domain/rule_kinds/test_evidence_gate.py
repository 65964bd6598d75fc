"""Met when a file was handed in."""

import pytest

from server.domain.schemes.described.observations import Observation, Source, inputs_of
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.scoring.score_row import score_row
from tests.domain.rule_kinds.scoring import Row

SETTINGS = SchemeSettings("s", "1", "办法")


def _score(row: Row, value: bool | None, *files: str) -> Outcome:
    observed = Observation("1", value, Source.ASSESSOR, evidence=files)
    return score_row(row.made(), inputs_of([observed]), {}, SETTINGS).outcome


@pytest.mark.parametrize(
    ("value", "files", "is_met"),
    [(True, ("attachment:1",), True), (True, (), False), (False, ("attachment:1",), False)],
)
def test_a_file_that_was_not_found_wanting_is_enough(
    value: bool, files: tuple[str, ...], is_met: bool
) -> None:
    assert _score(Row("evidence_gate"), value, *files).is_met is is_met


def test_a_row_with_points_has_none_without_a_file() -> None:
    assert Row("evidence_gate", "3").score({}).points == 0
    assert _score(Row("evidence_gate", "3"), True, "attachment:1").points == 3
