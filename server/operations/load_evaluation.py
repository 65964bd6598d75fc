"""Load a stored evaluation as it was worked out: its trace read back."""

from sqlmodel import Session

from server.domain.schemes.scoring.evaluation import Evaluation
from server.operations.stored_trace import read_trace
from server.problems import NotFound
from server.store.queries import evaluations


def load_evaluation(session: Session, evaluation_id: int) -> Evaluation:
    """Return an evaluation with its trace; raises NotFound while there is none yet."""
    trace = evaluations.find_trace(session, evaluation_id)
    if trace is None:
        raise NotFound
    return read_trace(trace)
