"""Pictures of submissions: shown only when their bytes say that they are one, small when asked.

Whatever a file calls itself, only what is sniffed as JPEG, PNG or WebP is shown inside a page; all
else is only saved. A picture that is broken or far too large stays as it is behind a placeholder.
"""

import io
import secrets
from pathlib import Path

import filetype
from flask import Response, send_file
from PIL import Image, ImageOps

from server.problems import NotFound
from server.web.downloads import clean_name, send_blob
from server.web.state import state

MOST_PIXELS = 64_000_000
"""Pixels of a picture that we open; phones make at most some 200 million, sent smaller."""
SIDE = 480
"""Longest side of a small picture: sharp at half the size on screens of phones."""

_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})
_FORMATS = ("JPEG", "PNG", "WEBP")
_PLACEHOLDER = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 90" fill="none" stroke="#8a8f94" '
    b'stroke-width="3"><path d="M10 10h100v70H10zM10 66l28-26 22 20 14-12 36 32M82 28h.1"/></svg>'
)
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


def send_attachment(sha256: str | None, *, name: str, content_type: str | None) -> Response:
    """Return a file of a submission: a picture to show, anything else to save."""
    path = _path(sha256)
    shown = sniffed_picture(path)
    if shown is None:
        return send_blob(sha256, name=name, content_type=content_type)
    return _picture(path, shown, tag=path.name, name=name)


def send_thumbnail(sha256: str | None, *, name: str) -> Response:
    """Return a small WebP of a picture; a placeholder when there is none to be made."""
    path = _path(sha256)
    small = _small_picture(path) if sniffed_picture(path) else None
    if small is None:
        sign = io.BytesIO(_PLACEHOLDER)
        return _picture(sign, "image/svg+xml", tag="placeholder", name="placeholder.svg")
    return _picture(io.BytesIO(small), "image/webp", tag=f"small-{path.name}", name=name)


def sniffed_picture(path: Path) -> str | None:
    """Return the type of a picture as its first bytes tell it; None for all else, and for none."""
    if not path.is_file():
        return None
    found: str | None = filetype.guess_mime(str(path))
    return found if found in _SHOWN else None


def _small_picture(original: Path) -> bytes | None:
    """Return a small WebP of a picture, made once and kept; None when it can't be read."""
    sha256 = original.name
    kept = state().settings.data_dir / "thumbnails" / sha256[:2] / f"{sha256}.webp"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        made = _scaled(original)
    if made is not None:
        _keep(made, kept)
    return made


def _scaled(original: Path) -> bytes | None:
    try:
        with Image.open(original, formats=_FORMATS) as picture:
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


def _path(sha256: str | None) -> Path:
    if sha256 is None:
        raise NotFound
    path = state().blobs.path(sha256)
    if not path.is_file():
        raise NotFound
    return path


def _picture(file: Path | io.BytesIO, kind: str, *, tag: str, name: str) -> Response:
    """Return a picture that a browser may keep, asking each time whether it may still show it."""
    response = send_file(
        file,
        mimetype=kind,
        as_attachment=False,
        download_name=clean_name(name),
        etag=tag,
        conditional=True,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
