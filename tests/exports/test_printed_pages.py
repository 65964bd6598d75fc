"""Printed pages: everything stands on them whole, codes can be scanned, markup stays text."""

import dataclasses
import io
import json
import sys
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from exports import print_in_child
from exports.pdf_file import (
    MOST_PAGES,
    PrintError,
    TooManyPages,
    render_cards,
    render_poster_parts,
    render_posters,
)
from exports.print_in_child import main
from qr.collect_settings import CollectSettings, settings_text
from qr.image import QrPath
from qr.poster import (
    CardContent,
    PosterCampaign,
    PosterContent,
    card_content,
    poster_content,
)
from qr.poster_code import new_code, poster_qr_text, printed_code

BASE = "https://concord.example.org"
MADE_AT = datetime(2026, 11, 21, tzinfo=UTC)
CODE = new_code(bytes(range(16)))
CAMPAIGN = PosterCampaign(
    title="2026年职工满意度调查",
    title_en="Worker Satisfaction Survey 2026",
    text="请您用大约两分钟，说说在本企业工作的真实感受。",
    contact="0510-00000000\n区总工会（工作日 9:00–17:00）",
    authority="示例区人力资源和社会保障局",
)
RARE = "堃喆㛃𬭎𬬭䶮𨱏㙍㸆𪣻㭎"
POINTS_A_MM = 72 / 25.4


def _poster(name: str = "示例纺织有限公司", base: str = BASE, **texts: str) -> PosterContent:
    campaign = dataclasses.replace(CAMPAIGN, **texts)
    return poster_content(
        campaign, enterprise_name=name, code=CODE, place="食堂", public_base_url=base
    )


def _card(**changes: str) -> CardContent:
    settings = CollectSettings(
        server_url=f"{BASE}/v1/key/{'aB3$' * 16}/projects/1",
        project_name="示例区和谐劳动关系企业现场核查",
        username="inspector-0042",
        admin_password="2026",
    )
    card = card_content(
        settings, app_user="张一", areas=["甲镇", "乙街道"], server="concord.example"
    )
    return dataclasses.replace(card, **changes)


def _posters(*posters: PosterContent) -> bytes:
    return render_posters(posters, title="海报", made_at=MADE_AT)


def _text(pdf: bytes, page: int = 0) -> str:
    found = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return "".join(found.replace("\ufffe", "").split()).replace("\u200b", "")


def _picture(pdf: bytes, dpi: float, page: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("L")


def _read(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [one.text for one in found]


def _code_corners(picture: Image.Image) -> tuple[int, int, int, int]:
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    corners = found.position
    return (
        corners.top_left.x,
        corners.top_left.y,
        corners.bottom_right.x,
        corners.bottom_right.y,
    )


def test_a_poster_says_all_it_must() -> None:
    text = _text(_posters(_poster()))

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
    assert "测试海报：地址只在本机有效" in _text(_posters(_poster(base="http://localhost:8000")))


@pytest.mark.parametrize("dpi", [72, 150])
def test_the_code_on_the_page_is_scanned(dpi: float) -> None:
    picture = _picture(_posters(_poster(), _poster("二", "http://127.0.0.1:20001")), dpi, page=0)

    assert _read(picture) == [poster_qr_text(BASE, CODE)]


def test_the_code_is_scanned_twenty_millimetres_small_at_a_hundred_dots_an_inch() -> None:
    picture = _picture(_posters(_poster()), 600)
    left, top, right, bottom = _code_corners(picture)
    margin = (right - left) // 6
    code = picture.crop((left - margin, top - margin, right + margin, bottom + margin))
    side = round(20 / 25.4 * 100 * code.width / (right - left))

    assert _read(code.resize((side, side), Image.Resampling.LANCZOS)) == [
        poster_qr_text(BASE, CODE)
    ]


def test_the_code_is_scanned_with_a_blot_of_eight_hundredths() -> None:
    picture = _picture(_posters(_poster()), 150)
    left, top, right, bottom = _code_corners(picture)
    side = round((right - left) * 0.08**0.5)
    x, y = left + (right - left) * 4 // 10, top + (bottom - top) * 4 // 10
    ImageDraw.Draw(picture).rectangle((x, y, x + side, y + side), fill=0)

    assert _read(picture) == [poster_qr_text(BASE, CODE)]


LONG_NAME = (
    "示例江南（集团）国际先进智能制造与新材料科技创新发展股份有限公司"
    "苏南高新技术产业开发区第二分公司长江路生产基地综合管理部"
)
LONG_ENGLISH = "Example International Advanced Manufacturing and New Materials Holding Limited"


def _blocks(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Return where each line of text stands, in points from the bottom left."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return [page.get_rect(index) for index in range(page.count_rects())]


@pytest.mark.parametrize(
    "name", ["厂", LONG_NAME, RARE * 9, LONG_ENGLISH, "（）、。，" * 20, "W" * 100, "一 " * 50]
)
@pytest.mark.parametrize("base", [BASE, "http://localhost:8000", f"https://{'long-' * 10}.example"])
def test_the_longest_names_fit(name: str, base: str) -> None:
    pdf = _posters(_poster(name, base, text="请您用大约两分钟，说说在本企业工作的真实感受。" * 6))

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert "".join(name.split()) in _text(pdf)
    for left, bottom, right, top in _blocks(pdf):
        assert left >= 10 * POINTS_A_MM
        assert right <= 200 * POINTS_A_MM
        assert bottom >= 5 * POINTS_A_MM
        assert top <= 293 * POINTS_A_MM
    assert _read(_picture(pdf, 100)) == [poster_qr_text(base, CODE)]


def test_lines_of_the_fullest_poster_do_not_overlap() -> None:
    pdf = _posters(
        _poster(RARE * 9, "http://localhost:8000", text="请您用大约两分钟，说说真实感受。" * 9)
    )

    rows = sorted({(round(bottom), round(top)) for _, bottom, _, top in _blocks(pdf)})
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

    pdf = _posters(*(_poster(name) for name in names))

    for page, name in enumerate(names):
        assert name in _text(pdf, page)


def test_texts_are_never_markup() -> None:
    hostile = '"><svg onload=x> #eval("1") $x$ *b* _i_ `c` <l> @r \\n // https://evil.example'

    pdf = _posters(_poster(hostile, text=hostile, title=hostile, contact=hostile))

    text = _text(pdf)
    assert text.count("".join(hostile.split())) == 4
    assert b"/URI" not in pdf


def test_control_characters_are_shown_as_replaced() -> None:
    assert "甲\ufffd乙" in _text(_posters(_poster("甲\x0b乙"))).replace("�", "\ufffd")
    assert _posters(_poster("甲\ud800乙"))


def test_the_same_posters_give_the_same_bytes() -> None:
    assert _posters(_poster()) == _posters(_poster())


def test_many_posters_come_in_parts() -> None:
    posters = [_poster(f"示例{number}厂") for number in range(5)]

    parts = list(render_poster_parts(posters, title="海报", made_at=MADE_AT, pages_a_part=2))

    assert [len(pypdfium2.PdfDocument(part)) for part in parts] == [2, 2, 1]
    assert "示例4厂" in _text(parts[2])


def test_a_card_says_all_it_must_and_hides_the_token() -> None:
    pdf = render_cards([_card()], title="卡", made_at=MADE_AT)

    text = _text(pdf)
    for wanted in (
        "张一",
        "甲镇、乙街道",
        "示例区和谐劳动关系企业现场核查",
        "concord.example",
        "勿转发",
    ):
        assert wanted in text, wanted
    assert "勿转发" in text
    assert "aB3$" not in text
    assert "v1/key" not in text


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (2, 1), (4, 1), (5, 2)])
def test_cards_are_scanned_four_to_a_sheet(count: int, pages: int) -> None:
    pdf = render_cards([_card()] * count, title="卡", made_at=MADE_AT)

    assert len(pypdfium2.PdfDocument(pdf)) == pages
    scanned = [text for page in range(pages) for text in _read(_picture(pdf, 150, page))]
    settings = CollectSettings(
        server_url=f"{BASE}/v1/key/{'aB3$' * 16}/projects/1",
        project_name="示例区和谐劳动关系企业现场核查",
        username="inspector-0042",
        admin_password="2026",
    )
    assert scanned == [settings_text(settings)] * count


def test_a_card_with_many_areas_and_long_names_fits() -> None:
    areas = "、".join(f"第{number}街道" for number in range(30))
    card = _card(
        areas=areas, app_user="劳动监察大队三中队临时借调人员李四", project_name="核查" * 40
    )
    pdf = render_cards([card], title="卡", made_at=MADE_AT)

    assert areas in _text(pdf)
    assert "核查" * 40 in _text(pdf)
    for left, bottom, right, _ in _blocks(pdf):
        assert left >= 0
        assert right <= 105 * POINTS_A_MM
        assert bottom >= 0
    assert _read(_picture(pdf, 150))


def test_orders_that_cannot_be_printed_are_refused() -> None:
    with pytest.raises(PrintError, match="nothing"):
        _posters()
    with pytest.raises(TooManyPages):
        _posters(*[_poster()] * (MOST_PAGES + 1))
    with pytest.raises(PrintError, match="QR path"):
        _posters(dataclasses.replace(_poster(), qr=QrPath(10, 'M1 1h1v1h-1z"/><script/>')))


def test_what_typst_refuses_is_told() -> None:
    @dataclasses.dataclass
    class Incomplete:
        enterprise_name: str
        url: str
        qr: QrPath

    with pytest.raises(PrintError, match="does not contain key"):
        render_posters(
            [Incomplete("x", "x", QrPath(9, "M4 4h1v1h-1z"))], title="海报", made_at=MADE_AT
        )


@pytest.mark.parametrize(
    ("template", "status", "said"),
    [
        ("card.typ", 1, "cannot access field"),
        ("poster.typ", 0, ""),
    ],
)
def test_the_printing_child_says_why(
    monkeypatch: pytest.MonkeyPatch, template: str, status: int, said: str
) -> None:
    order = {"template": template, "title": "T", "made_at": 0, "data": "[]"}
    if template == "card.typ":
        order["data"] = "[1]"
    output, errors = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(order).encode())))
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(sys, "stderr", errors)

    assert main() == status

    assert said in errors.getvalue()


def test_a_missing_font_is_an_error_not_a_page_of_boxes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "x.typ").write_text('#set text(font: "No Such Font")\nx')
    order = {"template": "x.typ", "title": "T", "made_at": 0, "data": "[]"}
    errors = io.StringIO()
    monkeypatch.setattr(print_in_child, "TEMPLATES", tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(order).encode())))
    monkeypatch.setattr(sys, "stderr", errors)

    assert main() == 1

    assert "no such font" in errors.getvalue()
