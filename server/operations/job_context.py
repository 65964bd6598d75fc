"""What a job may use."""

from dataclasses import dataclass

from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.transaction import Store


@dataclass(frozen=True, slots=True)
class JobContext:
    """The store, the blobs and the settings; a job opens its own short transactions."""

    store: Store
    blobs: BlobStore
    settings: Settings
