"""Settings codes as pictures of their own: readable, and honest about addresses of tests."""

import io

import zxingcpp
from PIL import Image

from qr.captioned import WARNING, captioned_png, captioned_svg
from qr.image import QrLevel, qr_png, qr_svg

TEXT = "eJw" + "A7" * 200


def _scanned(png: bytes) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))]


def test_a_code_for_phones_is_the_plain_picture() -> None:
    assert captioned_svg(TEXT, is_test=False) == qr_svg(TEXT, level=QrLevel.L)
    assert captioned_png(TEXT, is_test=False) == qr_png(TEXT, level=QrLevel.L)


def test_a_test_code_says_so_and_is_still_read() -> None:
    png = captioned_png(TEXT, is_test=True)

    assert WARNING in captioned_svg(TEXT, is_test=True)
    assert _scanned(png) == [TEXT]
    picture = Image.open(io.BytesIO(png))
    reds, greens = picture.getchannel("R").tobytes(), picture.getchannel("G").tobytes()
    assert sum(red > green + 80 for red, green in zip(reds, greens, strict=True)) > 500


def test_the_warning_fits_below_the_smallest_code() -> None:
    small = Image.open(io.BytesIO(captioned_png("a", is_test=True)))

    assert _scanned(captioned_png("a", is_test=True)) == ["a"]
    left = [small.getpixel((0, row)) for row in range(small.height)]
    assert set(left) == {(255, 255, 255)}
