"""A veto that speaks waits for its proof, where the scheme asks for one."""

from server.domain.schemes.described.columns import VetoColumns
from server.domain.schemes.described.observations import Observation
from server.domain.schemes.exact.outcome import Step, step
from server.domain.schemes.kinds.decision_kind import VetoRuling
from server.problems import N_


def with_proof(
    columns: VetoColumns, speaking: tuple[Observation, ...], steps: tuple[Step, ...]
) -> VetoRuling:
    """Return that a veto fires, or waits: a file or a note on any observation is its proof."""
    if columns.proof.zh and not any(one.evidence or one.note for one in speaking):
        waiting = step(N_("The proof is missing: %(proof)s."), proof=columns.proof)
        return VetoRuling(
            fires=False, steps=(*steps, waiting), used=speaking, is_waiting_for_proof=True
        )
    return VetoRuling(fires=True, steps=steps, used=speaking)
