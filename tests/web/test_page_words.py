"""Words and figures that many pages share: warnings of forms, sizes of files, distances."""

import pytest
from flask import Flask

from server.web.file_sizes import file_size
from server.web.office.forms.warning_words import warning_words
from server.web.office.map_drawing import metres_text

_WARNINGS = {
    "[row : 7] Use the max-pixels parameter to speed up submission sending and save storage "
    "space. Learn more: https://xlsform.org/#image": ("Row 7: set max-pixels", "第 7 行"),
    "[row : 3] Group has no label: {'name': 'g'}": ("Row 3: the group", "第 3 行：分组"),
    "The following language declarations do not contain valid machine-readable codes: 中文. "
    "Learn more: http://xlsform.org#multiple-language-support": (
        "a code: 中文",
        "代码：中文",
    ),
    "Language '中文 (zh)' is missing the survey hint column.": ("no column hint", "缺少语言"),
    "Entities version 2023.1.0 does not work offline; 2024.1.0 and later do.": (
        "2023.1.0 does not work without",
        "2023.1.0 版",
    ),
}


@pytest.mark.parametrize("warning", list(_WARNINGS))
@pytest.mark.parametrize(("number", "language"), [(0, "en"), (1, "zh_CN")])
def test_warnings_of_forms_are_told_in_the_language_of_the_page(
    app: Flask, warning: str, number: int, language: str
) -> None:
    with app.test_request_context(headers={"Cookie": f"locale={language}"}):
        (told,) = warning_words([warning])

    assert _WARNINGS[warning][number] in told


def test_a_list_of_warnings_is_told_line_by_line_and_an_unknown_one_as_it_is(app: Flask) -> None:
    lines = "Language 'A (a)' is missing the survey hint column.\n"
    lines += "Language 'B (b)' is missing the choices label column."
    with app.test_request_context():
        told = warning_words([lines, "Something\nnew."])

    assert len(told) == 3
    assert told[2] == "Something\nnew."


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (20_450, "20.5 kB"),
        (200_000_000, "200.0 MB"),
        (3_000_000_000_000, "3000.0 GB"),
    ],
)
def test_sizes_of_files_are_written_in_the_largest_unit(size: int, text: str) -> None:
    assert file_size(size) == text


@pytest.mark.parametrize(
    ("metres", "english", "chinese"),
    [
        (75, "75 m", "75 米"),
        (20_000, "20 km", "20 公里"),
        (3_349, "3.3 km", "3.3 公里"),
        (1_234_567, "1,235 km", "1,235 公里"),
    ],
)
def test_distances_are_written_as_people_read_them(
    app: Flask, metres: int, english: str, chinese: str
) -> None:
    for language, text in (("en", english), ("zh_CN", chinese)):
        with app.test_request_context(headers={"Cookie": f"locale={language}"}):
            assert metres_text(metres) == text
