"""Whether a level may be climbed to: the one before it was held for long enough."""

from typing import Any

from server.domain.schemes.exact.months import months_after
from server.domain.schemes.exact.outcome import step
from server.domain.schemes.kinds.decision_kind import GradeRow, Standing
from server.domain.schemes.kinds.held import held_since
from server.domain.schemes.kinds.verdict import Verdict, lacks
from server.problems import N_


def step_up(
    row: GradeRow[Any],
    from_here: tuple[str, ...],
    codes: tuple[str, ...],
    standing: Standing,
) -> Verdict:
    """Return whether the level may be climbed to: it is held, or the one before was long enough.

    `from_here` are this level and those above it, `codes` all levels, the lowest first.
    """
    before = row.columns.level_before
    level = standing.names.of_grade(before)
    since = held_since(standing.titles, from_here, standing.on)
    if not before or since is not None:
        return Verdict(is_reached=True)
    counting = codes[codes.index(before) :] if before in codes else (before,)
    since = held_since(standing.titles, counting, standing.on)
    if since is None:
        told = step(N_("The level before, %(level)s, is not held."), level=level)
        return lacks(told)
    facts = {"level": level, "since": since.isoformat()}
    wait = row.columns.wait_months or 0
    first = months_after(since, wait)
    if standing.on >= first:
        return Verdict(
            is_reached=True, steps=(step(N_("%(level)s is held since %(since)s."), **facts),)
        )
    told = step(
        N_("%(level)s is held since %(since)s; the wait of %(wait)s months ends on %(date)s."),
        wait=str(wait),
        date=first.isoformat(),
        **facts,
    )
    return Verdict(is_reached=False, steps=(told,), lacking=(told,), possible_from=first)
