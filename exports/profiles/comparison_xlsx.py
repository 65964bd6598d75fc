"""Two versions of a scheme over a campaign: what moves in all, and everybody who changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from exports.spreadsheet import CellValue, Column, ColumnKind, Row, Sheet, Spreadsheet


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """Titles and fixed texts of a comparison; `ZH` and `EN` are complete sets."""

    summary: str
    moves: str
    changes: str
    item: str
    value: str
    compared: str
    other_grade: str
    rose: str
    fell: str
    mean: str
    name: str
    uscc: str
    area: str
    grade_before: str
    grade_after: str
    points_before: str
    points_after: str
    difference: str
    direction: str
    up: str
    down: str
    count: str
    no_grade: str
    continued: str


ZH = ComparisonWords(
    summary="汇总",
    moves="等级变化",
    changes="变化名单",
    item="项目",
    value="内容",
    compared="参与比较数",
    other_grade="等级变化数",
    rose="得分上升数",
    fell="得分下降数",
    mean="平均变化",
    name="名称",
    uscc="统一社会信用代码",
    area="行政区域",
    grade_before="原等级",
    grade_after="新等级",
    points_before="原得分",
    points_after="新得分",
    difference="得分变化",
    direction="升降",
    up="上升",
    down="下降",
    count="数量",
    no_grade="未定级",
    continued="数据续在工作表“{sheet}”。",
)
EN = ComparisonWords(
    summary="Summary",
    moves="Changes of grade",
    changes="Who changes",
    item="Item",
    value="Content",
    compared="Compared",
    other_grade="Another grade",
    rose="More points",
    fell="Fewer points",
    mean="Mean difference",
    name="Name",
    uscc="Credit code",
    area="Area",
    grade_before="Grade before",
    grade_after="Grade after",
    points_before="Points before",
    points_after="Points after",
    difference="Difference",
    direction="Direction",
    up="up",
    down="down",
    count="Number",
    no_grade="No grade",
    continued="The rows go on in sheet “{sheet}”.",
)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One subject whose grade or total is another one; grades by name, None without any."""

    name: str
    uscc: str | None
    area: str | None
    grades: tuple[str | None, str | None]
    points: tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class ComparisonFigures:
    """What two versions change in all."""

    titles: tuple[tuple[str, str], ...]
    """What is compared: pairs of an item and its content."""
    compared: int
    rose: int
    fell: int
    mean: Decimal | None
    moves: tuple[tuple[str | None, str | None, int], ...]


def comparison_spreadsheet(
    figures: ComparisonFigures, rows: Iterable[ChangeRow], words: ComparisonWords
) -> Spreadsheet:
    """Return the spreadsheet of a comparison; rows are read while it is written."""
    grades = (Column(words.grade_before), Column(words.grade_after))
    return Spreadsheet(
        sheets=(
            Sheet(
                words.summary,
                (Column(words.item, width=24), Column(words.value, width=60)),
                _summary(figures, words),
                has_filter=False,
            ),
            Sheet(
                words.moves,
                (*grades, Column(words.count, ColumnKind.INTEGER)),
                ((*_named(one[:2], words), one[2]) for one in figures.moves),
            ),
            Sheet(
                words.changes,
                (
                    Column(words.name, width=32),
                    Column(words.uscc, ColumnKind.IDENTIFIER),
                    Column(words.area),
                    *grades,
                    Column(words.points_before, ColumnKind.DECIMAL),
                    Column(words.points_after, ColumnKind.DECIMAL),
                    Column(words.difference, ColumnKind.DECIMAL),
                    Column(words.direction),
                ),
                (_change(one, words) for one in rows),
            ),
        ),
        continued_note=words.continued,
    )


def _summary(figures: ComparisonFigures, words: ComparisonWords) -> Iterator[Row]:
    yield from figures.titles
    yield words.compared, figures.compared
    yield words.other_grade, sum(count for _, _, count in figures.moves)
    yield words.rose, figures.rose
    yield words.fell, figures.fell
    yield words.mean, figures.mean


def _change(one: ChangeRow, words: ComparisonWords) -> Row:
    before, after = one.points
    difference = None if before is None or after is None else after - before
    direction: CellValue = None
    if difference:
        direction = words.up if difference > 0 else words.down
    named = _named(one.grades, words)
    return (one.name, one.uscc, one.area, *named, before, after, difference, direction)


def _named(grades: tuple[str | None, str | None], words: ComparisonWords) -> tuple[str, str]:
    before, after = grades
    return before or words.no_grade, after or words.no_grade
