"""`evidence_gate`: met when a file was handed in."""

from dataclasses import dataclass

from server.domain.schemes.exact.outcome import Outcome, step
from server.domain.schemes.kinds.judge import judge
from server.domain.schemes.kinds.rule_kind import Case, FieldKind, InputField, RuleKind, Slot
from server.problems import N_


@dataclass(frozen=True, slots=True)
class EvidenceGate:
    """No parameters."""


def _fields(_: EvidenceGate, slot: Slot) -> tuple[InputField, ...]:
    return (InputField(slot.measure, FieldKind.YES_NO, slot.name, is_required=False),)


def _score(_: EvidenceGate, slot: Slot, case: Case) -> Outcome:
    if case.values.get(slot.measure) is False:
        return judge(slot, step(N_("The file was checked and is not sufficient.")), is_met=False)
    if case.has_evidence:
        return judge(slot, step(N_("A file was handed in.")), is_met=True)
    return judge(slot, step(N_("No file was handed in.")), is_met=False)


EVIDENCE_GATE = RuleKind(
    "evidence_gate", 23, N_("Met when a file was handed in"), EvidenceGate, _fields, _score
)
