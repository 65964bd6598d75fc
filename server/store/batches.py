"""Long lists in parts, since databases take a limited number of values in one statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

MOST_VALUES = 5_000


def batches(items: Sequence[Item], most: int = MOST_VALUES) -> Iterator[Sequence[Item]]:
    """Give the items in order, at most so many at a time."""
    for start in range(0, len(items), most):
        yield items[start : start + most]
