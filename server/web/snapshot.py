"""One snapshot of the database for a whole request of a phone: who calls, and what it is given.

A sync is hundreds of small requests, so that each transaction less counts.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, g
from sqlmodel import Session

from server.web.state import state


def set_up(app: Flask) -> None:
    """End the snapshot that a request left open."""
    app.teardown_request(_end)


def keep_for_view() -> Session:
    """Return a session on a new snapshot, which the view's `reading` goes on with."""
    stack = ExitStack()
    session = stack.enter_context(state().store.reading())
    g.snapshot = (stack, session)
    return session


@contextmanager
def reading() -> Iterator[Session]:
    """Give the session in which the caller was looked up, else one on a new snapshot."""
    kept: tuple[ExitStack, Session] | None = g.pop("snapshot", None)
    if kept is None:
        with state().store.reading() as session:
            yield session
        return
    stack, session = kept
    with stack:
        yield session


def _end(_error: BaseException | None) -> None:
    kept: tuple[ExitStack, Session] | None = g.pop("snapshot", None)
    if kept is not None:
        kept[0].close()
