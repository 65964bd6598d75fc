"""A text becomes a QR code: as the path of a vector picture, as SVG, or as PNG."""

import io
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError

QUIET_ZONE = 4
"""White modules around the code (ISO/IEC 18004, 6.3.8)."""


class QrLevel(StrEnum):
    """How much of a damaged code can be read back: 7, 15, 25 or 30 hundredths."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


_LEVELS = {
    QrLevel.L: ERROR_CORRECT_L,
    QrLevel.M: ERROR_CORRECT_M,
    QrLevel.Q: ERROR_CORRECT_Q,
    QrLevel.H: ERROR_CORRECT_H,
}


class QrTextTooLong(ValueError):
    """The text does not fit the largest QR code of this level; shorten it or take a lower level."""


@dataclass(frozen=True, slots=True)
class QrPath:
    """A QR code as a vector path, one unit a module.

    `size` is the side of the square with its quiet zone; `path` fills the dark modules in the
    syntax of SVG, horizontal runs joined.
    """

    size: int
    path: str


def qr_path(text: str, *, level: QrLevel) -> QrPath:
    """Return the code as a path; raises QrTextTooLong."""
    modules = _modules(text, level)
    runs = []
    for row, line in enumerate(modules):
        column = 0
        for is_dark, run in groupby(line):
            length = len(list(run))
            if is_dark:
                start = column + QUIET_ZONE
                runs.append(f"M{start} {row + QUIET_ZONE}h{length}v1h-{length}z")
            column += length
    return QrPath(size=len(modules) + 2 * QUIET_ZONE, path="".join(runs))


def qr_svg(text: str, *, level: QrLevel) -> str:
    """Return the code as an SVG picture that fills its place, black on white."""
    code = qr_path(text, level=level)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.size} {code.size}" '
        'shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{code.size}v{code.size}h-{code.size}z"/>'
        f'<path d="{code.path}"/></svg>'
    )


def qr_png(text: str, *, level: QrLevel, module_px: int = 8) -> bytes:
    """Return the code as a black and white PNG, `module_px` pixels a module."""
    modules = _modules(text, level)
    size = len(modules) + 2 * QUIET_ZONE
    picture = Image.new("1", (size, size), color=1)
    for row, line in enumerate(modules):
        for column, is_dark in enumerate(line):
            if is_dark:
                picture.putpixel((column + QUIET_ZONE, row + QUIET_ZONE), 0)
    side = size * module_px
    stream = io.BytesIO()
    picture.resize((side, side), Image.Resampling.NEAREST).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _modules(text: str, level: QrLevel) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=_LEVELS[level], border=0)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise QrTextTooLong(f"{len(text)} characters do not fit a QR code.") from error
    return [[bool(is_dark) for is_dark in line] for line in code.modules]
