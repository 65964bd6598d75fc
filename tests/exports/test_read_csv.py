"""Foreign CSV texts, in whatever encoding and with whatever delimiter."""

import pytest

from exports.foreign_table import CellProblem, FileProblem, SpreadsheetError
from exports.read_csv import csv_rows, decoded, delimiter_of
from tests.exports.foreign_files import read_both_ways


@pytest.mark.parametrize(
    "data",
    [
        "企业名称,代码\r\n示例,001\r\n".encode(),
        "企业名称,代码\r\n示例,001\r\n".encode("utf-8-sig"),
        "企业名称,代码\r\n示例,001\r\n".encode("gb18030"),
        "企业名称;代码\n示例;001\n".encode(),
        "企业名称\t代码\n示例\t001\n".encode("utf-16"),
        '"企业名称","代码"\r"示例","001"'.encode(),
        "\n\n企业名称,代码\n示例,001".encode("gbk"),
    ],
)
def test_a_csv_is_read_whatever_its_encoding_and_delimiter(data: bytes) -> None:
    table = read_both_ways(data)

    assert table.header == ("企业名称", "代码")
    assert [cell.value for cell in table.rows[0].cells] == ["示例", "001"]
    assert table.sheet == ""


def test_rare_characters_of_gb18030_are_read() -> None:
    assert decoded("堃喆㛃𬭎𬬭䶮".encode("gb18030")) == "堃喆㛃𬭎𬬭䶮"


def test_delimiters_inside_quotes_do_not_count() -> None:
    assert delimiter_of('"a,b,c";d\n') == ";"
    assert delimiter_of("") == ","
    assert delimiter_of("only\nwords; here") == ";"


def test_formulas_and_rounded_codes_in_a_csv_are_named() -> None:
    table = read_both_ways("a,b\n=1+1,9.11E+17\n＝1,-5\n".encode())

    assert [[cell.problem for cell in row.cells] for row in table.rows] == [
        [CellProblem.FORMULA, CellProblem.NUMBER_TOO_LONG],
        [CellProblem.FORMULA, None],
    ]
    assert table.rows[1].cells[1].value == "-5"


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r", "\n\n"])
def test_a_quotation_mark_that_is_never_closed_is_told_by_its_row(end: str) -> None:
    with pytest.raises(SpreadsheetError) as refused:
        list(csv_rows(f'name,area\n甲厂,"东街\n乙厂,西街{end}'.encode()))

    assert refused.value.code is FileProblem.UNCLOSED_QUOTE
    assert refused.value.details == {"row": 2}


@pytest.mark.parametrize("last", ['"西\n街"', '西"街', '"西""街"', '"西"街', ""])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_quotation_marks_that_are_closed_or_stand_inside_a_text_are_read(
    last: str, end: str
) -> None:
    rows = list(csv_rows(f"name,area\n甲厂,{last}{end}".encode()))

    assert [len(cells) for _, cells in rows] == [2, 2 if last else 1]
