"""Pictures that people sent: which bytes may be shown inside a page, and small ones for lists.

A name says nothing: what is shown was sniffed as JPEG, PNG or WebP. A picture that is too large to
open, broken or of another kind gets a placeholder; the original stays as it is.
"""

import io
import secrets
from pathlib import Path

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
"""Pixels of a picture that we open; phones make at most some 200 million, sent smaller."""
SIDE = 240
"""Longest side of a small picture."""

PLACEHOLDER_TYPE = "image/svg+xml"
PLACEHOLDER = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 90" fill="none" stroke="#8a8f94" '
    b'stroke-width="3"><path d="M10 10h100v70H10zM10 66l28-26 22 20 14-12 36 32M82 28h.1"/></svg>'
)

_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for broken, cut off or oversized pictures (SyntaxError: broken PNG chunks)."""


def sniff(head: bytes) -> str | None:
    """Return the type of a picture by its first 12 bytes, None when it is not to be shown."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def sniff_file(path: Path) -> str | None:
    """Return the type of a stored picture, None when it is missing or not to be shown."""
    try:
        with path.open("rb") as file:
            return sniff(file.read(12))
    except FileNotFoundError:
        return None


def small_picture(original: Path, kept: Path) -> bytes | None:
    """Return a small WebP of a picture, made once and kept; None when the picture can't be read."""
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        made = _scaled(original)
    if made is not None:
        _keep(made, kept)
    return made


def _scaled(original: Path) -> bytes | None:
    try:
        with Image.open(original, formats=tuple(_FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (SIDE, SIDE))
            picture.thumbnail((SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            stream = io.BytesIO()
            has_alpha = "A" in upright.getbands() or "transparency" in upright.info
            upright.convert("RGBA" if has_alpha else "RGB").save(stream, "WEBP", quality=75)
            return stream.getvalue()
    except _UNREADABLE:
        return None


def _keep(data: bytes, path: Path) -> None:
    """Write a file whole or not at all; of two that write the same, either may win."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    temporary.write_bytes(data)
    temporary.replace(path)
