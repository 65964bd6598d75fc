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
    render_cards,
    render_posters,
)
from exports.typst_child import main
from qr.collect_settings import CollectSettings, settings_text
from qr.image import QrPath
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
    pdf = render_cards([card()], title="卡", made_at=MADE_AT)

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


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (2, 1), (4, 1), (5, 2)])
def test_cards_are_scanned_four_to_a_sheet(count: int, pages: int) -> None:
    pdf = render_cards([card()] * count, title="卡", made_at=MADE_AT)

    assert len(pypdfium2.PdfDocument(pdf)) == pages
    found = [text for page in range(pages) for text in scanned(picture_of(pdf, 150, page))]
    settings = CollectSettings(
        server_url=f"{BASE}/v1/key/{'aB3$' * 16}/projects/1",
        project_name="示例区和谐劳动关系企业现场核查",
        username="inspector-0042",
        admin_password="2026",
    )
    assert found == [settings_text(settings)] * count


def test_a_card_with_many_areas_and_long_names_fits() -> None:
    areas = "、".join(f"第{number}街道" for number in range(30))
    name = "劳动监察大队三中队临时借调人员李四"
    long = card(areas=areas, app_user=name, project_name="核查" * 40)
    pdf = render_cards([long], title="卡", made_at=MADE_AT)

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
