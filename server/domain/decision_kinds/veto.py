"""`veto`: one yes, or one event inside the look-back window, and no grade is given."""

from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.columns import VetoColumns
from server.domain.schemes.decision_kind import VetoCase, VetoKind, VetoRuling
from server.domain.schemes.observations import Observation
from server.domain.schemes.outcome import step
from server.domain.schemes.rule_kind import FieldKind, InputField
from server.problems import N_


@dataclass(frozen=True, slots=True)
class Veto:
    """No parameters."""


def _fields(_: Veto, columns: VetoColumns) -> tuple[InputField, ...]:
    measure = columns.measure or columns.code
    return (InputField(measure, FieldKind.YES_NO, columns.name, is_required=False),)


def _rule(_: Veto, columns: VetoColumns, case: VetoCase) -> VetoRuling:
    observed = case.observations[columns.measure or columns.code]
    speaking = tuple(one for one in observed if _speaks(one))
    if not speaking:
        return VetoRuling(
            fires=False, steps=(step(N_("Nothing of the kind is known.")),), used=observed
        )
    told = step(N_("Found: %(count)s."), count=str(len(speaking)))
    if columns.proof and not any(one.evidence or one.note for one in speaking):
        waiting = step(N_("The proof is missing: %(proof)s."), proof=columns.proof)
        return VetoRuling(
            fires=False, steps=(told, waiting), used=speaking, is_waiting_for_proof=True
        )
    return VetoRuling(fires=True, steps=(told,), used=speaking)


def _speaks(one: Observation) -> bool:
    """Tell whether an observation is a yes, or an event that was counted."""
    return one.value is True or (isinstance(one.value, Decimal) and one.value > 0)


VETO = VetoKind("veto", 38, N_("Any one of them bars the title"), Veto, _rule, _fields)
