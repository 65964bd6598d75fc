"""The tree of a scheme as lines of a table: which groups begin where, and how far they reach."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.domain.schemes.reading.compiled import CompiledScheme, GroupRow


@dataclass(frozen=True, slots=True)
class Leaf:
    """A row below which there is none, and the codes of the groups above it from the root down."""

    code: str
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row of the scheme stands in the table."""

    code: str
    height: int
    """How many lines it spans."""
    width: int
    """How many of the columns of levels it spans."""


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A line: the groups that begin here, and the row itself."""

    groups: tuple[Spot, ...]
    row: Spot


@dataclass(frozen=True, slots=True)
class Tree:
    """All lines, and how many columns of levels stand beside each other."""

    depth: int
    lines: tuple[TreeLine, ...]


def tree_of(scheme: CompiledScheme) -> Tree:
    """Return the tree of a whole scheme."""
    return laid_out([leaf for code in scheme.roots for leaf in _leaves(scheme, code, ())])


def laid_out(leaves: Sequence[Leaf]) -> Tree:
    """Return the tree of some rows in their order, with the groups above them."""
    depth = 1 + max((len(one.above) for one in leaves), default=0)
    heights = Counter(code for one in leaves for code in one.above)
    lines: list[TreeLine] = []
    before: tuple[str, ...] = ()
    for one in leaves:
        begun = (code for code in one.above if code not in before)
        groups = tuple(Spot(code, heights[code], 1) for code in begun)
        lines.append(TreeLine(groups, Spot(one.code, 1, depth - len(one.above))))
        before = one.above
    return Tree(depth, tuple(lines))


def _leaves(scheme: CompiledScheme, code: str, above: tuple[str, ...]) -> Iterator[Leaf]:
    row = scheme.rows[code]
    if not isinstance(row, GroupRow) or not row.children:
        yield Leaf(code, above)
        return
    for one in row.children:
        yield from _leaves(scheme, one, (*above, code))
