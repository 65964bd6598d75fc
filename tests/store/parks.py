"""Parks, the smallest rows there are, written by many threads at once."""

import threading
from collections.abc import Callable, Sequence

from sqlmodel import select

from server.store.tables.areas import Park
from server.store.transaction import Store
from tests import factories


def make_project(store: Store) -> int:
    """Store a project and return its key."""
    with store.writing() as session:
        return factories.project(session)


def park_names(store: Store) -> set[str]:
    """Return the names of all parks."""
    with store.reading() as session:
        return set(session.exec(select(Park.name)).all())


def at_once(
    works: Sequence[Callable[[], object]], *, may_raise: tuple[type[Exception], ...] = (Exception,)
) -> list[object]:
    """Run all at once; return what each returned, or raised of what it may."""
    outcomes: list[object] = [None] * len(works)
    barrier = threading.Barrier(len(works))

    def run(index: int) -> None:
        barrier.wait()
        try:
            outcomes[index] = works[index]()
        except may_raise as error:
            outcomes[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
