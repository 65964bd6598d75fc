"""`veto`: one yes, or one event inside the look-back window, bars the title."""

from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.described.columns import VetoColumns
from server.domain.schemes.described.observations import Observation
from server.domain.schemes.exact.outcome import step
from server.domain.schemes.kinds.decision_kind import VetoCase, VetoKind, VetoRuling
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField
from server.domain.schemes.kinds.veto_proof import with_proof
from server.problems import N_

FOUND = "found"
"""The answer of site checks that speaks; `none` and `open` do not."""


@dataclass(frozen=True, slots=True)
class Veto:
    """No parameters."""


def veto_fields(_: Veto, columns: VetoColumns) -> tuple[InputField, ...]:
    """Return the one field of a veto: yes or no."""
    measure = columns.measure or columns.code
    return (InputField(measure, FieldKind.YES_NO, columns.name, is_required=False),)


def rule_yes(_: Veto, columns: VetoColumns, case: VetoCase) -> VetoRuling:
    """Return whether anything speaks for the veto."""
    observed = case.observations[columns.measure or columns.code]
    speaking = tuple(one for one in observed if _speaks(one))
    if not speaking:
        told = step(N_("Nothing of the kind is known."))
        return VetoRuling(fires=False, steps=(told,), used=observed)
    told = step(N_("Found: %(count)s."), count=str(len(speaking)))
    return with_proof(columns, speaking, (told,))


def _speaks(one: Observation) -> bool:
    """Tell whether an observation is a yes, an event that was counted, or found by a site check."""
    if isinstance(one.value, str):
        return one.value == FOUND
    return one.value is True or (isinstance(one.value, Decimal) and one.value > 0)


VETO = VetoKind("veto", 38, N_("Any one of them bars the title"), Veto, rule_yes, veto_fields)
