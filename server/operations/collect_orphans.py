"""Remove files that no row names, a day after they came: a little at a time, all within hours."""

from datetime import timedelta

from server import clock
from server.operations.job_context import JobContext
from server.store.leftover_blobs import PARTS, blobs_among
from server.store.queries.blobs import list_known

KEPT = timedelta(days=1)
"""Longer than any request takes between its files and their rows."""
_SECONDS_A_PART = 60


def collect_orphans(context: JobContext) -> None:
    """Look through the part of the blobs whose turn it is, and through what was set aside."""
    now = clock.now()
    before, leftovers = now - KEPT, context.blobs.leftovers
    old = leftovers.list_old(int(now.timestamp() // _SECONDS_A_PART) % PARTS, before)
    aside = leftovers.list_aside(before)
    if not old and not aside:
        return
    with context.store.reading() as session:
        known = list_known(session, old | blobs_among(aside))
    for sha256 in old - known:
        leftovers.set_aside(sha256)
    for name in aside:
        if name in known:
            leftovers.bring_back(name)
        else:
            leftovers.remove(name)
