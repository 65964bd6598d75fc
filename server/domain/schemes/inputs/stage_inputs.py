"""What a level sees of what was given by hand: its own and that of the levels below it."""

from collections.abc import Sequence

from server.domain.schemes.described.observations import Inputs, Observation
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.inputs.gather import BY_HAND, level_rank


def inputs_up_to(inputs: Inputs, level: str, settings: SchemeSettings) -> Inputs:
    """Return the inputs as a level sees them; surveys, inspections and records are for all."""
    rank = level_rank(level, settings)
    return {
        measure: kept for measure, many in inputs.items() if (kept := _seen(many, rank, settings))
    }


def is_given_by(inputs: Inputs, level: str) -> bool:
    """Tell whether a level gave anything by hand."""
    return any(
        one.level == level and one.source in BY_HAND for many in inputs.values() for one in many
    )


def _seen(
    many: Sequence[Observation], rank: int, settings: SchemeSettings
) -> tuple[Observation, ...]:
    return tuple(
        one for one in many if one.source not in BY_HAND or level_rank(one.level, settings) <= rank
    )
