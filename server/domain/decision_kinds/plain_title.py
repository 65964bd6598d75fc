"""`plain_title`: a title of which no line is stated; it is named, never worked out."""

from dataclasses import dataclass

from server.domain.schemes.exact.outcome import step
from server.domain.schemes.kinds.decision_kind import GradeKind, GradeRow, Ruling, Standing
from server.domain.schemes.kinds.held import held_since
from server.problems import N_


@dataclass(frozen=True, slots=True)
class PlainTitle:
    """No parameters."""


def _rule(rows: tuple[GradeRow[PlainTitle], ...], standing: Standing) -> tuple[Ruling, ...]:
    return tuple(_ruled(row.columns.code, standing) for row in rows)


def _ruled(code: str, standing: Standing) -> Ruling:
    since = held_since(standing.titles, (code,), standing.on)
    if since is not None:
        return Ruling(
            code, is_reached=True, steps=(step(N_("Held since %(date)s."), date=since.isoformat()),)
        )
    told = step(N_("The table states no line for this title; whoever names it decides."))
    return Ruling(code, None, (told,))


PLAIN_TITLE = GradeKind(
    "plain_title", 41, N_("A title that is only named"), PlainTitle, _rule, is_title=True
)
