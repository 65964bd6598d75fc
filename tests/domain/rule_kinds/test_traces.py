"""The words of every kind's trace, in both languages, are golden texts."""

import pytest

from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.exact.words import tell
from server.domain.schemes.kinds.rule_kind import all_rule_kinds
from tests.catalogue import in_chinese, in_english
from tests.domain.rule_kinds.examples import EXAMPLES
from tests.domain.rule_kinds.scoring import Values
from tests.golden import same_as_golden


def _told(values: Values, outcome: Outcome) -> str:
    given = ", ".join(f"{measure} = {value}" for measure, value in values.items())
    found = [
        "" if outcome.points is None else f"points {outcome.points.normalize():f}",
        "" if outcome.is_met is None else f"met {'yes' if outcome.is_met else 'no'}",
        "" if outcome.gap is None else f"gap {outcome.gap}",
        "veto" if outcome.fires_veto else "",
    ]
    lines = [f"{given or 'nothing'} → {', '.join(one for one in found if one)}"]
    for one in outcome.steps:
        lines += [f"  {tell(one, in_english, 'en')}", f"  {tell(one, in_chinese, 'zh_CN')}"]
    return "\n".join(lines)


@pytest.mark.parametrize("kind", all_rule_kinds())
def test_the_trace_of_every_kind_reads_as_agreed(kind: str, request: pytest.FixtureRequest) -> None:
    told = [_told(values, row.score(values)) for row, many in EXAMPLES[kind] for values in many]

    assert same_as_golden(f"traces/{kind}.txt", "\n\n".join(told) + "\n", request.config)
