"""The tree of a scheme as lines of a table: which groups begin where, and how far they reach."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.domain.schemes.reading.compiled import AnyRow, CompiledScheme, GroupRow


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
    """Return the tree of a scheme."""
    depth = max((_depth(scheme, code) for code in scheme.roots), default=1)
    lines = tuple(line for code in scheme.roots for line in _lines(scheme, code, depth))
    return Tree(depth, lines)


def _lines(scheme: CompiledScheme, code: str, width: int) -> Iterator[TreeLine]:
    """Yield the lines of a row and all below it; its first line begins with its own cell."""
    below = _below(scheme.rows[code])
    if not below:
        yield TreeLine((), Spot(code, 1, width))
        return
    group = Spot(code, _height(scheme, code), 1)
    lines = (line for one in below for line in _lines(scheme, one, width - 1))
    for number, line in enumerate(lines):
        yield line if number else TreeLine((group, *line.groups), line.row)


def _depth(scheme: CompiledScheme, code: str) -> int:
    below = _below(scheme.rows[code])
    return 1 + max((_depth(scheme, one) for one in below), default=0)


def _height(scheme: CompiledScheme, code: str) -> int:
    return sum(_height(scheme, one) for one in _below(scheme.rows[code])) or 1


def _below(row: AnyRow) -> tuple[str, ...]:
    return row.children if isinstance(row, GroupRow) else ()
