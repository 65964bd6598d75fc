"""The score table as the office knows it: levels merged, full marks, each level's points, final."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.evaluation import Evaluation, RowScore
from server.web.office.evaluations.explained import Explained, Links, explained
from server.web.office.evaluations.words import (
    gap_hint,
    gap_word,
    level_word,
    name_of,
    points_text,
)
from server.web.office.scheme_tree import Spot, tree_of

ByLevel = Mapping[str, Mapping[str, Decimal | None]]
"""Level -> code -> the points that the rows would have by that level alone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A group or a row as the table shows it."""

    code: str
    name: str
    most: str
    points: str
    is_met: bool | None
    gap: str
    gap_hint: str
    applies: bool
    height: int
    width: int
    by_level: tuple[str, ...]
    explained: Explained


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: the groups that begin here, and the row itself."""

    groups: tuple[Cell, ...]
    row: Cell


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """All lines, and the sum below them."""

    depth: int
    """How many columns of levels stand beside each other."""
    levels: tuple[str, ...]
    """The words of the levels that gave points."""
    lines: tuple[Line, ...]
    total: str
    most: str
    is_open: bool
    """True: rows without points are missing in the total."""
    by_level: tuple[str, ...]


def score_table(
    scheme: CompiledScheme, evaluation: Evaluation, by_level: ByLevel, links: Links
) -> ScoreTable:
    """Return the table of one subject."""
    return _Building(scheme, evaluation, by_level, links).table()


@dataclass(frozen=True, slots=True)
class _Building:
    scheme: CompiledScheme
    evaluation: Evaluation
    by_level: ByLevel
    links: Links

    def table(self) -> ScoreTable:
        tree, settings = tree_of(self.scheme), self.scheme.settings
        return ScoreTable(
            depth=tree.depth,
            levels=tuple(level_word(level) for level in self.by_level),
            lines=tuple(
                Line(tuple(self._cell(one) for one in line.groups), self._cell(line.row))
                for line in tree.lines
            ),
            total=points_text(self.evaluation.lowest, settings),
            most=points_text(self.scheme.most, settings),
            is_open=self.evaluation.total is None,
            by_level=tuple(self._sum(points) for points in self.by_level.values()),
        )

    def _cell(self, spot: Spot) -> Cell:
        code, settings = spot.code, self.scheme.settings
        row = self.scheme.rows[code]
        scored = self.evaluation.rows.get(code, RowScore(code, Outcome()))
        outcome = scored.outcome
        return Cell(
            code=code,
            name=name_of(row.slot.name),
            most=points_text(row.most, settings),
            points=points_text(outcome.points, settings),
            is_met=outcome.is_met if outcome.points is None else None,
            gap=gap_word(outcome.gap) if outcome.gap else "",
            gap_hint=gap_hint(outcome.gap) if outcome.gap else "",
            applies=outcome.is_applicable,
            height=spot.height,
            width=spot.width,
            by_level=tuple(
                points_text(points.get(code), settings) for points in self.by_level.values()
            ),
            explained=explained(self.scheme, row, scored, self.links),
        )

    def _sum(self, points: Mapping[str, Decimal | None]) -> str:
        having = [one for code in self.scheme.roots if (one := points.get(code)) is not None]
        return points_text(sum(having, Decimal(0)), self.scheme.settings) if having else ""
