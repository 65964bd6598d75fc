"""Printed settings cards, and what happens when a page cannot be printed."""

import dataclasses
import io
import json
import sys
from pathlib import Path

import pypdfium2
import pytest

from exports import typst_child
from exports.pdf_file import (
    MOST_PAGES,
    PrintError,
    TooManyPages,
    render_card,
    render_card_sheets,
    render_posters,
)
from exports.typst_child import main
from qr.collect_settings import SCANNABLE_TEXT, CollectSettings, settings_text
from qr.image import QrPath
from qr.poster import card_content
from tests.exports.printed import (
    BASE,
    MADE_AT,
    POINTS_A_MM,
    blocks_on,
    card,
    picture_of,
    poster,
    posters_pdf,
    scanned,
    text_on,
)


def test_a_card_says_all_it_must_and_hides_the_token() -> None:
    pdf = render_card(card(), title="卡", made_at=MADE_AT)

    text = text_on(pdf)
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


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (2, 1), (8, 1), (9, 2)])
def test_cards_are_scanned_eight_to_a_sheet(count: int, sheets: int) -> None:
    cards = [card(app_user=f"队员{number}") for number in range(1, count + 1)]

    pdf = render_card_sheets(cards, title="卡", made_at=MADE_AT)

    assert len(pypdfium2.PdfDocument(pdf)) == 2 * sheets
    fronts = [picture_of(pdf, 150, 2 * sheet) for sheet in range(sheets)]
    backs = [picture_of(pdf, 150, 2 * sheet + 1) for sheet in range(sheets)]
    settings = CollectSettings(
        server_url=f"{BASE}/v1/key/{'aB3$' * 16}/projects/1",
        project_name="示例区和谐劳动关系企业现场核查",
        username="inspector-0042",
        admin_password="2026",
    )
    assert [text for page in fronts for text in scanned(page)] == [settings_text(settings)] * count
    assert [text for page in backs for text in scanned(page)] == []


def test_the_backs_stand_mirrored_behind_their_cards() -> None:
    names = [f"队员{letter}" for letter in "甲乙丙丁戊"]
    pdf = render_card_sheets(
        [card(app_user=name, app_url="https://concord.example.org/app") for name in names],
        title="卡",
        made_at=MADE_AT,
    )

    front, back = _places(pdf, 0, names), _places(pdf, 1, names)

    assert front == {"队员甲": (0, 0), "队员乙": (1, 0), "队员丙": (0, 1), "队员丁": (1, 1)} | {
        "队员戊": (0, 2)
    }
    assert back == {name: (1 - column, row) for name, (column, row) in front.items()}
    assert "使用二维码配置" in text_on(pdf, 1)
    assert "Configurewith" in text_on(pdf, 1)
    assert "concord.example.org/app" in text_on(pdf, 1)


def test_cards_of_long_names_and_codes_still_fit_their_place() -> None:
    areas = "、".join(f"第{number}街道" for number in range(30))
    long_ones = [
        card(
            app_user="劳动监察大队三中队临时借调人员李四" * 4,
            areas=areas,
            project_name="核查" * 100,
        )
    ] * 8

    pdf = render_card_sheets(long_ones, title="卡", made_at=MADE_AT)

    assert len(pypdfium2.PdfDocument(pdf)) == 2
    assert len(scanned(picture_of(pdf, 150))) == 8
    assert text_on(pdf).count(areas) == 8
    assert text_on(pdf, 1).count("勿转发") == 8


def test_a_sheet_holds_the_largest_code_that_settings_make() -> None:
    settings = CollectSettings(
        server_url=f"{BASE}/v1/key/{'aB3$' * 16}/projects/1",
        project_name="".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(200)),
        username="".join(chr(0x4E00 + number * 6007 % 20_000) for number in range(200)),
        admin_password="k3m9w2x7",
    )
    made = card_content(settings, app_user="张一", areas=["甲镇"], server="concord.example")

    pdf = render_card_sheets([made] * 8, title="卡", made_at=MADE_AT)

    assert len(settings_text(settings)) <= SCANNABLE_TEXT
    assert scanned(picture_of(pdf, 150)) == [settings_text(settings)] * 8


def _places(pdf: bytes, page: int, names: list[str]) -> dict[str, tuple[int, int]]:
    """Return in which column and row of a sheet each name stands."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    width, height = sheet.get_size()
    text = sheet.get_textpage()
    found = {}
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        shown = text.get_text_bounded(left, bottom, right, top)
        for name in names:
            if name in shown:
                x, y = (left + right) / 2, height - (bottom + top) / 2
                found[name] = (int(2 * x / width), int(4 * y / height))
    return found


def test_a_card_with_many_areas_and_long_names_fits() -> None:
    areas = "、".join(f"第{number}街道" for number in range(30))
    name = "劳动监察大队三中队临时借调人员李四"
    long = card(areas=areas, app_user=name, project_name="核查" * 40)
    pdf = render_card(long, title="卡", made_at=MADE_AT)

    assert areas in text_on(pdf)
    assert "核查" * 40 in text_on(pdf)
    for left, bottom, right, _ in blocks_on(pdf):
        assert left >= 0
        assert right <= 105 * POINTS_A_MM
        assert bottom >= 0
    assert scanned(picture_of(pdf, 150))


def test_orders_that_cannot_be_printed_are_refused() -> None:
    with pytest.raises(PrintError, match="nothing"):
        posters_pdf()
    with pytest.raises(TooManyPages):
        posters_pdf(*[poster()] * (MOST_PAGES + 1))
    with pytest.raises(PrintError, match="QR path"):
        posters_pdf(dataclasses.replace(poster(), qr=QrPath(10, 'M1 1h1v1h-1z"/><script/>')))


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
    monkeypatch.setattr(typst_child, "TEMPLATES", tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(order).encode())))
    monkeypatch.setattr(sys, "stderr", errors)

    assert main() == 1

    assert "no such font" in errors.getvalue()
