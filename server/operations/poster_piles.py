"""Piles of posters as they are carried around: township by township, in the order of the tree.

A county prints once and hands each township its own; a pile is one PDF, so none is longer than
one PDF can be.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from exports.zip_members import MemberNames
from server.domain.areas import AreaLevel
from server.store.batches import batches
from server.store.queries.posters import PosterEntry
from server.store.tables.areas import Area


@dataclass(frozen=True, slots=True)
class Pile:
    """The posters of one file, and its name without ending."""

    name: str
    entries: tuple[PosterEntry, ...]


def piles_of(
    entries: Iterable[PosterEntry], tree: Sequence[Area], *, name: str, most: int
) -> tuple[Pile, ...]:
    """Return the posters in the order of the tree: one pile if it holds all, else by township."""
    turn = {area.id: number for number, area in enumerate(tree)}
    ordered = sorted(entries, key=lambda one: turn.get(one.area_id, len(turn)))
    if len(ordered) <= most:
        return (Pile(name, tuple(ordered)),)
    nodes = {area.id: area for area in tree if area.id is not None}
    by_township: defaultdict[int, list[PosterEntry]] = defaultdict(list)
    for one in ordered:
        by_township[_township_of(one.area_id, nodes)].append(one)
    names = MemberNames()
    return tuple(
        Pile(names.add(f"{name}-{nodes[area_id].name}"), tuple(some))
        for area_id, inside in by_township.items()
        for some in batches(inside, most)
    )


def _township_of(area_id: int, nodes: Mapping[int, Area]) -> int:
    """Return the township an area lies in; the area itself when it lies in none."""
    found: int | None = area_id
    while found is not None:
        if nodes[found].level == AreaLevel.TOWNSHIP:
            return found
        found = nodes[found].parent_id
    return area_id
