"""Posters and cards for the tests, and how their pages are read back."""

import dataclasses
from datetime import UTC, datetime

import pypdfium2
import zxingcpp
from PIL import Image

from exports.pdf_file import (
    render_posters,
)
from qr.collect_settings import CollectSettings
from qr.poster import (
    CardContent,
    PosterCampaign,
    PosterContent,
    card_content,
    poster_content,
)
from qr.poster_code import new_code

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


def poster(name: str = "示例纺织有限公司", base: str = BASE, **texts: str) -> PosterContent:
    """Return a poster of an example."""
    campaign = dataclasses.replace(CAMPAIGN, **texts)
    return poster_content(
        campaign, enterprise_name=name, code=CODE, place="食堂", public_base_url=base
    )


def card(**changes: str) -> CardContent:
    """Return a settings card of an example."""
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


def posters_pdf(*posters: PosterContent) -> bytes:
    """Return the PDF of these posters."""
    return render_posters(posters, title="海报", made_at=MADE_AT)


def text_on(pdf: bytes, page: int = 0) -> str:
    """Return the text of a page without its blanks."""
    found = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return "".join(found.replace("\ufffe", "").split()).replace("\u200b", "")


def picture_of(pdf: bytes, dpi: float, page: int = 0) -> Image.Image:
    """Return a page as a grey picture."""
    return pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("L")


def scanned(picture: Image.Image) -> list[str]:
    """Return what a scanner reads in the picture."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [one.text for one in found]


def code_corners(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the only code in the picture."""
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    corners = found.position
    return (
        corners.top_left.x,
        corners.top_left.y,
        corners.bottom_right.x,
        corners.bottom_right.y,
    )


def blocks_on(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Return where each line of text stands, in points from the bottom left."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return [page.get_rect(index) for index in range(page.count_rects())]
