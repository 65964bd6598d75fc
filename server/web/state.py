"""What the application holds for all requests: settings, store, blobs, counters, keys."""

from dataclasses import dataclass

from flask import current_app

from server.keys import TokenBox
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.rate_limits import AttemptCounters
from server.store.transaction import Store
from server.web.digest import Nonces
from server.web.recent_tokens import RecentTokens

_NAME = "concord"


@dataclass(frozen=True, slots=True)
class State:
    """The parts that views work with."""

    settings: Settings
    store: Store
    blobs: BlobStore
    counters: AttemptCounters
    tokens: TokenBox
    recent_tokens: RecentTokens
    nonces: Nonces


def state() -> State:
    """Return the state of the current application."""
    found: State = current_app.extensions[_NAME]
    return found


def make_state(settings: Settings) -> State:
    """Build the parts from the settings; nothing is connected yet."""
    store = Store(settings.database_address)
    return State(
        settings=settings,
        store=store,
        blobs=BlobStore(settings.blob_dir),
        counters=AttemptCounters(store),
        tokens=TokenBox(settings.secret_key),
        recent_tokens=RecentTokens(),
        nonces=Nonces(settings.secret_key),
    )
