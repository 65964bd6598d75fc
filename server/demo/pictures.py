"""Photos of the demonstration: simple drawings of what an inspector photographs, with a caption.

No picture shows a real place, and none of them shows a person.
"""

import io
import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageDraw import ImageDraw as Pen

SIZE = (640, 480)
_SIGNATURE_SIZE = (600, 240)
_FONT_FILE = "NotoSansCJK-VF.otf.ttc"
_SIMPLIFIED, _REGULAR_WEIGHT = 2, 400
_CAPTION_HEIGHT, _CAPTION_SIZE = 56, 22
_HORIZON = 300
_QUALITY = 72
_WALLS = ((214, 219, 222), (226, 221, 208), (203, 214, 208), (221, 214, 220))
_FLOORS = ((141, 138, 132), (122, 131, 137), (150, 134, 116))
_METAL, _GREEN, _RED, _PAPER, _INK = (
    (92, 106, 122),
    (38, 122, 84),
    (176, 58, 46),
    (248, 247, 242),
    (52, 58, 64),
)


class Scene(StrEnum):
    """What a photo shows."""

    WORKSHOP = "workshop"
    NOTICE_BOARD = "notice_board"
    PAPERS = "papers"
    EXIT = "exit"


def photo(draw: Random, scene: Scene, caption: str) -> bytes:
    """Return a JPEG of a scene with a caption."""
    image = Image.new("RGB", SIZE, draw.choice(_WALLS))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, _HORIZON, *SIZE), fill=draw.choice(_FLOORS))
    _PAINTERS[scene](pen, draw)
    _light(pen, draw)
    _write_caption(pen, caption)
    return _jpeg(image)


def signature(draw: Random) -> bytes:
    """Return a JPEG of a scrawl that is nobody's name."""
    image = Image.new("RGB", _SIGNATURE_SIZE, (255, 255, 255))
    pen = ImageDraw.Draw(image)
    left = 70.0
    for _ in range(draw.randint(2, 3)):
        high, slant, turns = draw.uniform(34, 62), draw.uniform(14, 30), draw.uniform(2.2, 4.5)
        points = [
            (
                left + step * 1.5 + slant * math.sin(step / 9 * turns),
                125 + high * math.cos(step / 14 * turns) * math.exp(-step / 150),
            )
            for step in range(80)
        ]
        pen.line(points, fill=_INK, width=4, joint="curve")
        left += 140
    return _jpeg(image)


def _workshop(pen: Pen, draw: Random) -> None:
    for left in range(30, 600, draw.choice((120, 150, 190))):
        top = draw.randint(170, 230)
        pen.rectangle((left, top, left + 84, 350), fill=_METAL, outline=_INK, width=2)
        pen.rectangle((left + 14, top + 16, left + 70, top + 56), fill=(188, 205, 214))
        pen.ellipse((left + 32, top + 74, left + 52, top + 94), fill=draw.choice((_GREEN, _RED)))
    for left in range(20, 640, 160):
        pen.rectangle((left, 40, left + 100, 120), fill=(190, 214, 232), outline=_PAPER, width=5)
    pen.line((0, 390, 640, 372), fill=(222, 184, 60), width=8)


def _notice_board(pen: Pen, draw: Random) -> None:
    pen.rectangle((70, 50, 570, 290), fill=_GREEN, outline=(120, 92, 60), width=10)
    for row in range(2):
        for column in range(4):
            left, top = 96 + column * 116, 74 + row * 104
            tilt = draw.randint(-4, 4)
            pen.rectangle((left, top + tilt, left + 88, top + 86 + tilt), fill=_PAPER)
            for line in range(draw.randint(4, 7)):
                end = left + draw.randint(50, 80)
                pen.line((left + 8, top + 14 + line * 10, end, top + 14 + line * 10), fill=_INK)


def _papers(pen: Pen, draw: Random) -> None:
    pen.rectangle((0, 140, 640, 480), fill=(164, 128, 92))
    for sheet in range(draw.randint(2, 4)):
        left, top = 60 + sheet * 120 + draw.randint(-20, 20), 160 + draw.randint(-10, 40)
        pen.rectangle((left, top, left + 180, top + 240), fill=_PAPER, outline=(190, 188, 180))
        for line in range(11):
            end = left + draw.randint(90, 164)
            pen.line((left + 16, top + 24 + line * 18, end, top + 24 + line * 18), fill=_INK)
        pen.ellipse((left + 106, top + 166, left + 160, top + 220), outline=_RED, width=4)


def _exit_door(pen: Pen, draw: Random) -> None:
    left = draw.randint(200, 300)
    pen.rectangle((left, 120, left + 150, 360), fill=(120, 134, 126), outline=_INK, width=3)
    pen.line((left + 75, 120, left + 75, 360), fill=_INK, width=2)
    pen.rectangle((left + 20, 76, left + 130, 108), fill=_GREEN)
    pen.text((left + 75, 92), "安全出口", font=_font(), fill=_PAPER, anchor="mm")
    for box in range(draw.randint(0, 3)):
        low = 400 - box * 54
        pen.rectangle((470, low - 50, 570, low), fill=(178, 142, 98), outline=_INK)
    pen.rectangle((60, 230, 92, 330), fill=_RED, outline=_INK)


def _light(pen: Pen, draw: Random) -> None:
    """Add grain, so that no two photos are the same bytes."""
    for _ in range(260):
        x, y = draw.randrange(SIZE[0]), draw.randrange(SIZE[1])
        grey = draw.randint(90, 230)
        pen.point((x, y), fill=(grey, grey, grey))


def _write_caption(pen: Pen, caption: str) -> None:
    top = SIZE[1] - _CAPTION_HEIGHT
    pen.rectangle((0, top, *SIZE), fill=(24, 28, 32))
    pen.text((16, top + _CAPTION_HEIGHT // 2), caption, font=_font(), fill=_PAPER, anchor="lm")


def _jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


_PAINTERS: Mapping[Scene, Callable[[Pen, Random], None]] = {
    Scene.WORKSHOP: _workshop,
    Scene.NOTICE_BOARD: _notice_board,
    Scene.PAPERS: _papers,
    Scene.EXIT: _exit_door,
}


@cache
def _font() -> ImageFont.FreeTypeFont:
    file = Path(str(resources.files("manimgx_fonts_cjk"))) / _FONT_FILE
    font = ImageFont.truetype(str(file), _CAPTION_SIZE, index=_SIMPLIFIED)
    font.set_variation_by_axes([_REGULAR_WEIGHT])  # type: ignore[no-untyped-call]  # Pillow has no type here
    return font
