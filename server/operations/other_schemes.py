"""Results of other schemes in the same campaign, for schemes that ask for them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlmodel import Session

from server.domain.schemes.inputs.found import SchemeResult
from server.domain.schemes.inputs.needs import SchemeNeed
from server.operations.stored_trace import points_in
from server.store.queries import scheme_results
from server.store.queries.evaluation_results import EvaluationsOf


def results_of(
    session: Session, of: EvaluationsOf, needs: Sequence[SchemeNeed], subject_ids: Sequence[int]
) -> Mapping[int, tuple[SchemeResult, ...]]:
    """Return what other schemes said of subjects, by their key; nothing is asked for needlessly."""
    if not needs:
        return {}
    rows_of: dict[str, set[str]] = {}
    for need in needs:
        rows_of.setdefault(need.slug, set()).update({need.row} - {""})
    with_rows = {slug for slug, rows in rows_of.items() if rows}
    found: dict[int, list[SchemeResult]] = {}
    for one in scheme_results.list_results_of(session, of, sorted(rows_of), subject_ids):
        points: Mapping[str, Decimal] = {}
        if one.slug in with_rows and one.trace is not None:
            points = points_in(one.trace, rows_of[one.slug])
        result = SchemeResult(
            one.evaluation_id, one.slug, one.version, one.counted_from, one.total, points
        )
        found.setdefault(one.subject_id, []).append(result)
    return {key: tuple(many) for key, many in found.items()}
