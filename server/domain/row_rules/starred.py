"""A row that scores and also carries a veto: a yes beside it bars the title, its points stay."""

from collections.abc import Mapping
from dataclasses import replace

from server.domain.schemes.described.columns import IndicatorColumns
from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.exact.values import Text, Value
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField
from server.problems import N_

STAR = "*"


def star_fields(columns: IndicatorColumns) -> tuple[InputField, ...]:
    """Return the yes or no that a starred row asks for beside its own values."""
    if not columns.starred:
        return ()
    name = Text(f"{columns.name.zh}（一票否决）", f"{columns.name.en} (veto)")
    return (InputField(columns.code + STAR, FieldKind.YES_NO, name, is_required=False),)


def with_star(outcome: Outcome, columns: IndicatorColumns, values: Mapping[str, Value]) -> Outcome:
    """Return the outcome, which fires a veto if the yes beside it was given."""
    if not any(values.get(one.measure) is True for one in star_fields(columns)):
        return outcome
    told = step(N_("The starred row vetoes; its points stay as they are."))
    return replace(outcome, fires_veto=True, steps=(*outcome.steps, told))
