"""A stored evaluation as it was worked out: its trace read back."""

from sqlmodel import Session

from server.domain.schemes.scoring.evaluation import Evaluation
from server.operations.stored_trace import read_trace
from server.store.queries import evaluations


def load_evaluation(session: Session, evaluation_id: int) -> Evaluation | None:
    """Return an evaluation with its trace, None while there is none yet."""
    trace = evaluations.find_trace(session, evaluation_id)
    return None if trace is None else read_trace(trace)
