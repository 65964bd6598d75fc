"""The office's spreadsheet: labels, codes, repeats, codebook and notes, cell by cell."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from exports.profiles.export_form import (
    Answer,
    ExportChoice,
    ExportField,
    ExportForm,
    ExportRepeat,
    ExportRow,
    Notes,
    answer_at,
    path_names,
)
from exports.profiles.office_xlsx import office_spreadsheet
from exports.profiles.release_xlsx import ReleaseColumn, ReleaseRow, release_spreadsheet
from exports.profiles.words import EN, ZH, Words
from exports.spreadsheet import ColumnKind, Spreadsheet
from exports.xlsx_file import write_xlsx

GOLDEN = Path(__file__).with_name("golden")
CHINA = timezone(timedelta(hours=8))
MADE_AT = datetime(2026, 11, 21, 9, 0)
YES_NO = (ExportChoice("yes", "是"), ExportChoice("no", "否"))
FORM = ExportForm(
    title="现场核查",
    version="2026112001",
    fields=(
        ExportField("/checked_on", "核查日期", "date"),
        ExportField("/begun", "开始时间", "dateTime"),
        ExportField("/basics/workers", "职工人数", "int"),
        ExportField("/basics/rate", "合同签订率", "decimal"),
        ExportField("/basics/union", "是否建立工会", "string", YES_NO),
        ExportField(
            "/faults",
            "问题",
            "string",
            (
                ExportChoice("wages", "工资"),
                ExportChoice("hours", "工时"),
                ExportChoice("safety", ""),
            ),
            is_select_multiple=True,
        ),
        ExportField("/place", "位置", "geopoint"),
        ExportField("/note", "", "string"),
        ExportField("/photo", "照片", "binary"),
        ExportField("/people/person/name", "姓名", "string", repeat_path="/people/person"),
        ExportField(
            "/people/person/insured", "参保", "string", YES_NO, repeat_path="/people/person"
        ),
        ExportField("/people/person/visit/on", "日期", "date", repeat_path="/people/person/visit"),
    ),
    repeats=(
        ExportRepeat("/people/person", "抽查人员"),
        ExportRepeat("/people/person/visit", ""),
    ),
)
ANSWERS: dict[str, Answer] = {
    "checked_on": "2026-11-20",
    "begun": "2026-11-20T00:30:00.000Z",
    "basics": {"workers": "120", "rate": "0.985", "union": "yes"},
    "faults": "wages safety other",
    "place": "31.5 120.3 0 4.5",
    "note": "=HYPERLINK(1)",
    "photo": "1.jpg",
    "people": {
        "person": [
            {"name": "甲", "insured": "no", "visit": [{"on": "2026-11-01"}, {"on": None}]},
            {"name": "乙", "insured": None},
        ]
    },
}
FULL = ExportRow(
    key="uuid:1",
    enterprise_name="示例纺织有限公司",
    uscc="911234567890123456",
    area="甲镇",
    campaign="2026",
    received=datetime(2026, 11, 20, 8, 31),
    submitter="张一",
    review_state="hasIssues",
    answers=ANSWERS,
)
EMPTY = ExportRow(
    key="uuid:2",
    enterprise_name=None,
    uscc=None,
    area=None,
    campaign=None,
    received=None,
    submitter=None,
    review_state=None,
    answers={"basics": None, "people": "x"},
)


def _dump(spreadsheet: Spreadsheet, path: Path) -> str:
    write_xlsx(spreadsheet, path)
    lines = [
        f"{sheet.title}!{cell.coordinate}\t{cell.data_type}\t{cell.value}\t{cell.number_format}\n"
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    return "".join(lines)


@pytest.mark.parametrize(("words", "name"), [(ZH, "office_zh.tsv"), (EN, "office_en.tsv")])
def test_the_spreadsheet_is_as_agreed(tmp_path: Path, words: Words, name: str) -> None:
    notes = Notes(MADE_AT, lines=(("范围", "甲镇"),), suppressed_count=2)
    spreadsheet = office_spreadsheet(FORM, [FULL, EMPTY], words=words, notes=notes, zone=CHINA)

    assert _dump(spreadsheet, tmp_path / "t.xlsx") == (GOLDEN / name).read_text("utf-8")


def test_an_unanswered_select_multiple_is_empty_not_zero(tmp_path: Path) -> None:
    notes = Notes(MADE_AT)
    dumped = _dump(
        office_spreadsheet(FORM, [EMPTY], words=ZH, notes=notes, zone=CHINA), tmp_path / "t.xlsx"
    )

    row = [line for line in dumped.splitlines() if line.startswith("数据(代码)!") and "2\t" in line]
    assert [line.split("\t")[2] for line in row if line.split("\t")[0].endswith("2")] == ["uuid:2"]


def test_values_that_do_not_fit_their_type_stay_as_sent(tmp_path: Path) -> None:
    odd: dict[str, Answer] = {
        "checked_on": "gestern",
        "begun": "0001-01-01T00:00:00+14:00",
        "basics": {"workers": "12a", "rate": "1,5", "union": "maybe"},
        "place": "here",
        "people": {"person": {"name": "丙", "insured": "perhaps"}},
    }
    row = ExportRow("uuid:3", None, None, None, None, None, None, "unknown", odd)
    dumped = _dump(
        office_spreadsheet(FORM, [row], words=EN, notes=Notes(MADE_AT), zone=CHINA),
        tmp_path / "t.xlsx",
    )

    values = [line.split("\t")[2] for line in dumped.splitlines()]
    for value in ("gestern", "0001-01-01T00:00:00+14:00", "12a", "1,5", "maybe", "here", "unknown"):
        assert values.count(value) >= 2
    assert values.count("perhaps") == 2
    assert "uuid:3/people/person[1]" in values


def test_paths_lead_through_groups_only() -> None:
    assert path_names("/a/b") == ("a", "b")
    assert path_names("/a/b/c", "/a/b") == ("c",)
    assert answer_at({"a": {"b": "1"}}, ("a", "b")) == "1"
    assert answer_at({"a": "1"}, ("a", "b")) is None


def test_released_figures_have_no_row_of_answers(tmp_path: Path) -> None:
    spreadsheet = release_spreadsheet(
        (ReleaseColumn("总体满意度"), ReleaseColumn("答题率", ColumnKind.PERCENT)),
        [
            ReleaseRow(
                "示例一厂", "911234567890123456", "甲镇", 42, (Decimal("86.5"), Decimal("0.7"))
            ),
            ReleaseRow("示例二厂", None, "乙镇", "少于 5 份", ("人数不足", None)),
        ],
        words=ZH,
        notes=Notes(MADE_AT, lines=(("活动", "2026"),), suppressed_count=1),
    )

    assert _dump(spreadsheet, tmp_path / "t.xlsx") == (GOLDEN / "releases_zh.tsv").read_text(
        "utf-8"
    )


def test_releases_without_suppression_say_nothing_of_it(tmp_path: Path) -> None:
    spreadsheet = release_spreadsheet((), [], words=EN, notes=Notes(MADE_AT))

    assert "not published" not in _dump(spreadsheet, tmp_path / "t.xlsx")


def test_both_languages_use_the_same_review_states() -> None:
    assert ZH.review_states.keys() == EN.review_states.keys()
    assert "{sheet}" in ZH.continued
    assert "{sheet}" in EN.continued
