"""One version of a scheme as its page shows it: its settings, indicators as a tree, sheets."""

from dataclasses import dataclass

from flask_babel import gettext

from server.domain.schemes.exact.outcome import Outcome
from server.domain.schemes.reading.compiled import AnyRow, CompiledScheme, RuleRow
from server.domain.schemes.scoring.evaluation import RowScore
from server.web.office.evaluations.explained import NO_LINKS, Explained, explained
from server.web.office.evaluations.words import (
    level_word,
    name_of,
    points_text,
    source_word,
)
from server.web.office.scheme_tree import Spot, tree_of
from server.web.office.schemes.cell_words import condition_words, listed
from server.web.office.schemes.sheets import SheetTable, sheet_table
from server.web.office.subject_kinds import subject_word
from xlsforms.scheme import GRADES, RECORDS, STAGES, TARGETS, VETOES


@dataclass(frozen=True, slots=True)
class IndicatorCell:
    """A group or a row of the table of indicators."""

    code: str
    name: str
    most: str
    is_unknown: bool
    """The published table does not say its points, or how they are given."""
    sources: str
    assessors: str
    condition: str
    """As the workbook has it."""
    condition_words: str
    height: int
    width: int
    explained: Explained


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """A line of the table: the groups that begin here, and the row itself."""

    groups: tuple[IndicatorCell, ...]
    row: IndicatorCell


@dataclass(frozen=True, slots=True)
class ShownScheme:
    """A version in words."""

    name: str
    title: str
    subjects: str
    source_document: str
    issued_by: str
    note: str
    most: str
    row_count: int
    unknown_count: int
    depth: int
    lines: tuple[IndicatorLine, ...]
    vetoes: SheetTable
    grades: SheetTable
    stages: SheetTable
    records: SheetTable
    targets: SheetTable


def shown_scheme(scheme: CompiledScheme) -> ShownScheme:
    """Return a version in the reader's language."""
    settings, tree = scheme.settings, tree_of(scheme)
    lines = tuple(
        IndicatorLine(tuple(_cell(scheme, one) for one in line.groups), _cell(scheme, line.row))
        for line in tree.lines
    )
    return ShownScheme(
        name=name_of(settings.name),
        title=name_of(settings.title),
        subjects=listed(subject_word(one) for one in settings.subjects),
        source_document=name_of(settings.source_document),
        issued_by=name_of(settings.issued_by),
        note=name_of(settings.note),
        most=points_text(scheme.most, settings) if scheme.most != 0 else "–",
        row_count=len(lines),
        unknown_count=sum(line.row.is_unknown for line in lines),
        depth=tree.depth,
        lines=lines,
        vetoes=sheet_table(scheme.source, VETOES),
        grades=sheet_table(scheme.source, GRADES),
        stages=sheet_table(scheme.source, STAGES),
        records=sheet_table(scheme.source, RECORDS),
        targets=sheet_table(scheme.source, TARGETS),
    )


def _cell(scheme: CompiledScheme, spot: Spot) -> IndicatorCell:
    row = scheme.rows[spot.code]
    return IndicatorCell(
        code=spot.code,
        name=name_of(row.slot.name),
        most=points_text(row.most, scheme.settings) if row.most else "",
        is_unknown=_is_unknown(row),
        sources=_sources(row),
        assessors=listed(level_word(one) for one in row.columns.assessor),
        condition=row.slot.row["applies_when"],
        condition_words=condition_words(scheme.source, row.slot.row["applies_when"]),
        height=spot.height,
        width=spot.width,
        explained=explained(scheme, row, RowScore(spot.code, Outcome()), NO_LINKS),
    )


def _is_unknown(row: AnyRow) -> bool:
    is_named = row.slot.row["points"].casefold() in {"unknown", "未知", "不详"}
    return is_named or row.kind.name == "unknown"


def _sources(row: AnyRow) -> str:
    if not isinstance(row, RuleRow):
        return ""
    words = [source_word(one) for one in row.columns.source]
    return " → ".join(words) or str(gettext("any source"))
