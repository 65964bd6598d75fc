"""Printed posters: everything stands on them whole, codes are scanned, markup stays text."""

from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from qr.poster_code import poster_qr_text, printed_code
from tests.exports.printed import (
    BASE,
    CODE,
    POINTS_A_MM,
    RARE,
    blocks_on,
    code_corners,
    picture_of,
    poster,
    posters_pdf,
    scanned,
    text_on,
)


def test_a_poster_says_all_it_must() -> None:
    text = text_on(posters_pdf(poster()))

    for wanted in (
        "示例纺织有限公司",
        "2026年职工满意度调查",
        "WorkerSatisfactionSurvey2026",
        "请您用大约两分钟，说说在本企业工作的真实感受。",
        "微信或浏览器扫码，无需登录",
        "匿名填写：不记录姓名、手机号和设备",
        printed_code(CODE),
        f"concord.example.org/q/{CODE}",
        "0510-00000000",
        "区总工会（工作日9:00–17:00）",
        "示例区人力资源和社会保障局",
        "食堂",
    ):
        assert wanted in text, wanted
    assert "测试海报" not in text


def test_a_poster_for_this_computer_warns() -> None:
    assert "测试海报：地址只在本机有效" in text_on(
        posters_pdf(poster(base="http://localhost:8000"))
    )


@pytest.mark.parametrize("dpi", [72, 150])
def test_the_code_on_the_page_is_scanned(dpi: float) -> None:
    picture = picture_of(posters_pdf(poster(), poster("二", "http://127.0.0.1:20001")), dpi, page=0)

    assert scanned(picture) == [poster_qr_text(BASE, CODE)]


def test_the_code_is_scanned_twenty_millimetres_small_at_a_hundred_dots_an_inch() -> None:
    picture = picture_of(posters_pdf(poster()), 600)
    left, top, right, bottom = code_corners(picture)
    margin = (right - left) // 6
    code = picture.crop((left - margin, top - margin, right + margin, bottom + margin))
    side = round(20 / 25.4 * 100 * code.width / (right - left))

    assert scanned(code.resize((side, side), Image.Resampling.LANCZOS)) == [
        poster_qr_text(BASE, CODE)
    ]


def test_the_code_is_scanned_with_a_blot_of_eight_hundredths() -> None:
    picture = picture_of(posters_pdf(poster()), 150)
    left, top, right, bottom = code_corners(picture)
    side = round((right - left) * 0.08**0.5)
    x, y = left + (right - left) * 4 // 10, top + (bottom - top) * 4 // 10
    ImageDraw.Draw(picture).rectangle((x, y, x + side, y + side), fill=0)

    assert scanned(picture) == [poster_qr_text(BASE, CODE)]


LONG_NAME = (
    "示例江南（集团）国际先进智能制造与新材料科技创新发展股份有限公司"
    "苏南高新技术产业开发区第二分公司长江路生产基地综合管理部"
)
LONG_ENGLISH = "Example International Advanced Manufacturing and New Materials Holding Limited"


@pytest.mark.parametrize(
    "name", ["厂", LONG_NAME, RARE * 9, LONG_ENGLISH, "（）、。，" * 20, "W" * 100, "一 " * 50]
)
@pytest.mark.parametrize("base", [BASE, "http://localhost:8000", f"https://{'long-' * 10}.example"])
def test_the_longest_names_fit(name: str, base: str) -> None:
    pdf = posters_pdf(poster(name, base, text="请您用大约两分钟，说说在本企业工作的真实感受。" * 6))

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert "".join(name.split()) in text_on(pdf)
    for left, bottom, right, top in blocks_on(pdf):
        assert left >= 10 * POINTS_A_MM
        assert right <= 200 * POINTS_A_MM
        assert bottom >= 5 * POINTS_A_MM
        assert top <= 293 * POINTS_A_MM
    assert scanned(picture_of(pdf, 100)) == [poster_qr_text(base, CODE)]


def test_lines_of_the_fullest_poster_do_not_overlap() -> None:
    pdf = posters_pdf(
        poster(RARE * 9, "http://localhost:8000", text="请您用大约两分钟，说说真实感受。" * 9)
    )

    rows = sorted({(round(bottom), round(top)) for _, bottom, _, top in blocks_on(pdf)})
    middle = [row for row in rows if row[0] > 45 * POINTS_A_MM]
    assert all(upper[0] >= lower[1] - 2 for lower, upper in pairwise(middle))


def _level_characters() -> str:
    """Return the 6,763 Chinese characters of GB 2312, levels 1 and 2."""
    cells = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    return "".join(cell.decode("gb2312", "ignore") for cell in cells)


def test_every_character_of_names_is_in_the_font() -> None:
    characters = _level_characters() + RARE
    assert len(characters) == 6_763 + 11
    names = [characters[start : start + 90] for start in range(0, len(characters), 90)]

    pdf = posters_pdf(*(poster(name) for name in names))

    for page, name in enumerate(names):
        assert name in text_on(pdf, page)


def test_texts_are_never_markup() -> None:
    hostile = '"><svg onload=x> #eval("1") $x$ *b* _i_ `c` <l> @r \\n // https://evil.example'

    pdf = posters_pdf(poster(hostile, text=hostile, title=hostile, contact=hostile))

    text = text_on(pdf)
    assert text.count("".join(hostile.split())) == 4
    assert b"/URI" not in pdf


def test_control_characters_are_shown_as_replaced() -> None:
    assert "甲\ufffd乙" in text_on(posters_pdf(poster("甲\x0b乙"))).replace("�", "\ufffd")
    assert posters_pdf(poster("甲\ud800乙"))


def test_the_same_posters_give_the_same_bytes() -> None:
    assert posters_pdf(poster()) == posters_pdf(poster())


def test_a_title_that_mixes_digits_and_characters_leaves_no_character_alone_on_a_line() -> None:
    for title in ("2026年第二批职工满意度调查", "2026年临江县和谐劳动关系调查"):
        with pypdfium2.PdfDocument(posters_pdf(poster(title=title))) as document:
            page = document[0].get_textpage()
            found = page.search(title[5:]).get_next()

            assert found is not None, title
            assert page.count_rects(*found) == 1
