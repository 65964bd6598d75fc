"""Rows that are met or not, as a group sees them: those left out, those that fail, those open."""

from typing import NamedTuple

from server.domain.schemes.exact.outcome import Outcome, Step, step
from server.domain.schemes.kinds.decision_kind import Child
from server.problems import N_


class MetRows(NamedTuple):
    """Codes of the rows below a group, by whether they are met."""

    met: tuple[str, ...]
    failed: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is told of them."""
        told = [
            (N_("Met: %(rows)s."), self.met),
            (N_("Not met: %(rows)s."), self.failed),
            (N_("Still open: %(rows)s."), self.open),
        ]
        return tuple(step(text, rows=", ".join(codes)) for text, codes in told if codes)


def sorted_rows(children: tuple[Child, ...]) -> MetRows:
    """Return the rows that apply, by whether they are met; rows that do not apply are left out."""
    found: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for one in children:
        if not _is_left_out(one.outcome):
            found[is_met(one)].append(one.code)
    return MetRows(tuple(found[True]), tuple(found[False]), tuple(found[None]))


def is_met(child: Child) -> bool | None:
    """Tell whether a row is met: it says so, or it has full marks; None leaves it open."""
    outcome = child.outcome
    if outcome.is_met is not None:
        return outcome.is_met
    if outcome.gap is not None or outcome.missing:
        return None
    if outcome.points is None or child.most is None:
        return None
    return outcome.points >= child.most


def _is_left_out(outcome: Outcome) -> bool:
    return not outcome.counts or (not outcome.is_applicable and outcome.points is None)
