"""Guessed poster codes: sixty unknown ones a minute and address, then no answer for unknown ones.

Only codes that do not exist are counted, so that a factory behind one address is never kept from
its survey. The counter's key is a hash: it holds no address.
"""

from server import clock, keys
from server.problems import PosterNotFound, TooManyAttempts
from server.web.requests import client_address
from server.web.state import state

GUESSES_A_MINUTE = 60


def refuse_guess() -> PosterNotFound | TooManyAttempts:
    """Count an unknown code and return what to answer to it."""
    now = clock.now()
    settings = state().settings
    minute = int(now.timestamp()) // 60
    place = f"codes:{client_address(settings.trusted_proxies)}:{minute}"
    key = "codes:" + keys.derive(settings.secret_key, place).hex()
    blocked = state().counters.seconds_blocked(key, now)
    if blocked:
        return TooManyAttempts(seconds=min(blocked, 60))
    state().counters.note_failure(key, now=now, free=GUESSES_A_MINUTE)
    return PosterNotFound()
