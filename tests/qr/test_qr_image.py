"""QR pictures: another library reads back what was written, also small and damaged."""

import io
import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from qr.image import QUIET_ZONE, QrLevel, QrPath, QrTextTooLong, qr_path, qr_png, qr_svg
from qr.poster_code import new_code, poster_qr_text

TEXT = poster_qr_text("https://concord.example.org", new_code(bytes(range(16))))


def _picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("L")


def _read(picture: Image.Image) -> str | None:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else None


def _drawn(path: QrPath, module_px: int) -> Image.Image:
    picture = Image.new("L", (path.size * module_px, path.size * module_px), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path.path):
        left, top = int(x) * module_px, int(y) * module_px
        draw.rectangle((left, top, left + int(length) * module_px - 1, top + module_px - 1), fill=0)
    return picture


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=120))
def test_any_text_is_read_back_from_the_png(text: str) -> None:
    found = zxingcpp.read_barcodes(_picture(qr_png(text, level=QrLevel.M)))

    assert [one.bytes.decode() for one in found] == [text]


@pytest.mark.parametrize("level", list(QrLevel))
def test_the_path_draws_the_same_code_as_the_png(level: QrLevel) -> None:
    from_path = _drawn(qr_path(TEXT, level=level), 4)

    assert from_path.tobytes() == _picture(qr_png(TEXT, level=level, module_px=4)).tobytes()
    assert _read(from_path) == TEXT


def test_the_quiet_zone_is_white() -> None:
    picture = _picture(qr_png(TEXT, level=QrLevel.Q, module_px=1))
    inner = picture.point(lambda value: 255 - value).getbbox()

    assert inner == (QUIET_ZONE, QUIET_ZONE, *[picture.width - QUIET_ZONE] * 2)


def test_the_svg_is_the_same_every_time_and_holds_no_text() -> None:
    svg = qr_svg(TEXT, level=QrLevel.Q)

    assert svg == qr_svg(TEXT, level=QrLevel.Q)
    assert re.fullmatch(
        r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 (\d+) \1" '
        r'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\1v\1h-\1z"/>'
        r'<path d="(M\d+ \d+h\d+v1h-\d+z)+"/></svg>',
        svg,
    )


def test_capitals_need_a_smaller_code_than_mixed_letters() -> None:
    assert qr_path(TEXT, level=QrLevel.Q).size < qr_path(TEXT.lower(), level=QrLevel.Q).size


def test_a_text_beyond_the_largest_code_is_refused() -> None:
    with pytest.raises(QrTextTooLong):
        qr_path("和" * 2_000, level=QrLevel.L)


def test_twenty_millimetres_at_a_hundred_dots_an_inch_are_enough() -> None:
    side = round(20 / 25.4 * 100)
    large = _picture(qr_png(TEXT, level=QrLevel.Q, module_px=16))

    assert _read(large.resize((side, side), Image.Resampling.LANCZOS)) == TEXT


@pytest.mark.parametrize(("across", "down"), [(0.40, 0.40), (0.35, 0.62), (0.62, 0.40)])
def test_one_blot_of_eight_hundredths_does_no_harm(across: float, down: float) -> None:
    picture = _picture(qr_png(TEXT, level=QrLevel.Q, module_px=8))
    code_side = picture.width - 2 * QUIET_ZONE * 8
    blot = round(code_side * 0.08**0.5)
    left = QUIET_ZONE * 8 + round(code_side * across)
    top = QUIET_ZONE * 8 + round(code_side * down)
    ImageDraw.Draw(picture).rectangle((left, top, left + blot, top + blot), fill=0)

    assert _read(picture) == TEXT
