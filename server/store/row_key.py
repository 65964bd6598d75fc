"""The key of a stored row, whose type says that a new row may not have one yet."""


def stored(key: int | None) -> int:
    """Return the key of a row that was flushed or read; raises for a row that was not."""
    if key is None:
        raise ValueError("the row is not stored yet")
    return key
