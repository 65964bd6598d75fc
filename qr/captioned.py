"""A settings QR code as a picture of its own; one that works on this computer only says so.

A picture is sent around without the page it stood on, so the warning is part of it.
"""

import io
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from qr.image import QrLevel, qr_path, qr_png, qr_svg

LEVEL = QrLevel.L
"""As Collect and ODK Central do: the text is long."""
WARNING = "仅供测试：地址只在本机有效，手机打不开"
WARNING_EN = "TEST ONLY: this address works on this computer only"

_MODULE_PX = 8
_BAND_PX = 64
_TEXT_PX = 24
_RED = (176, 0, 32)


def captioned_svg(text: str, *, is_test: bool) -> str:
    """Return the code as SVG, with a warning below it when it is a test; raises QrTextTooLong."""
    if not is_test:
        return qr_svg(text, level=LEVEL)
    code = qr_path(text, level=LEVEL)
    size, line = code.size, code.size / 24
    lines = "".join(
        f'<text x="{size / 2}" y="{size + line * (1.2 + 1.5 * number):.2f}" fill="#b00020" '
        f'font-size="{line:.2f}" font-family="sans-serif" text-anchor="middle" '
        f'textLength="{size * 0.86:.2f}" lengthAdjust="spacingAndGlyphs">{escape(one)}</text>'
        for number, one in enumerate((WARNING, WARNING_EN))
    )
    height = size + line * 3.6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {height:.2f}">'
        f'<path fill="#fff" d="M0 0h{size}v{height:.2f}h-{size}z"/>'
        f'<path shape-rendering="crispEdges" d="{code.path}"/>{lines}</svg>'
    )


def captioned_png(text: str, *, is_test: bool) -> bytes:
    """Return the code as PNG, with a warning below it when it is a test; raises QrTextTooLong."""
    plain = qr_png(text, level=LEVEL, module_px=_MODULE_PX)
    if not is_test:
        return plain
    code = Image.open(io.BytesIO(plain)).convert("RGB")
    picture = Image.new("RGB", (code.width, code.height + _BAND_PX), "white")
    picture.paste(code, (0, 0))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=_TEXT_PX)
    width = draw.textlength(WARNING_EN, font=font)
    if width > code.width:
        font = ImageFont.load_default(size=int(_TEXT_PX * code.width / width * 0.95))
        width = draw.textlength(WARNING_EN, font=font)
    draw.text(((code.width - width) / 2, code.height), WARNING_EN, fill=_RED, font=font)
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
