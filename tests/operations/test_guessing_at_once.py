"""Guesses that come at the same moment: no more are looked at than one after the other."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from server import clock, passwords
from server.operations.identify import identify_by_password
from server.problems import NotAuthenticated, ServerBusy, TooManyAttempts
from server.store.rate_limits import AttemptCounters
from server.store.transaction import Store
from tests.people import PASSWORD, People


@pytest.fixture
def counters(store: Store) -> Iterator[AttemptCounters]:
    made = AttemptCounters(store)
    yield made
    made.dispose()


def _try(store: Store, counters: AttemptCounters, email: str, password: str) -> str:
    try:
        identify_by_password(store, counters, email=email, password=password, address="192.0.2.1")
    except (NotAuthenticated, TooManyAttempts, ServerBusy) as problem:
        return type(problem).__name__
    return "in"


def _at_once(count: int, work: object) -> Counter[str]:
    outcomes: list[str] = []
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        outcomes.append(work())  # type: ignore[operator]  # a function without arguments

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def test_of_thirty_guesses_at_once_five_are_looked_at(
    store: Store, counters: AttemptCounters, people: People
) -> None:
    email = people.viewer.email

    found = _at_once(30, lambda: _try(store, counters, email, "wrong password"))

    assert found == {"NotAuthenticated": 5, "TooManyAttempts": 25}
    assert _try(store, counters, email, PASSWORD) == "TooManyAttempts"
    assert _try(store, counters, people.county_office.email, PASSWORD) == "in"


def test_who_knows_the_password_is_never_kept_out_by_their_own_logins(
    store: Store, counters: AttemptCounters, people: People
) -> None:
    for _ in range(12):
        assert _try(store, counters, people.viewer.email, PASSWORD) == "in"


def test_each_guess_after_the_block_doubles_it_up_to_a_quarter_of_an_hour(
    counters: AttemptCounters,
) -> None:
    now = clock.now()
    for _ in range(4):
        assert counters.take_attempt("k", now=now, free=5) == 0
        assert counters.seconds_blocked("k", now) == 0
    blocks = []
    for _ in range(9):
        assert counters.take_attempt("k", now=now, free=5) == 0
        blocks.append(counters.take_attempt("k", now=now, free=5))
        now += timedelta(seconds=blocks[-1])

    assert blocks == [30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_two_passwords_are_hashed_at_a_time_and_who_waits_too_long_is_told(
    store: Store, counters: AttemptCounters, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_WAIT_SECONDS", 0.05)
    with passwords._Turn(), passwords._Turn():
        assert _try(store, counters, people.viewer.email, PASSWORD) == "ServerBusy"
    assert _try(store, counters, people.viewer.email, PASSWORD) == "in"
