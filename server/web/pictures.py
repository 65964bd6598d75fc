"""Pictures of submissions: shown only when their bytes say that they are one, small when asked.

Whatever a file calls itself, only what is sniffed as JPEG, PNG or WebP is shown inside a page; all
else is only saved. A picture that is broken or far too large has a grey placeholder, and is kept.
"""

import io
import warnings
from functools import lru_cache
from pathlib import Path

import filetype
from flask import Response, send_file
from PIL import Image, ImageOps, UnidentifiedImageError

from server.problems import NotFound
from server.web.downloads import clean_name, send_blob
from server.web.state import state

_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 64_000_000
_THUMBNAIL = (480, 480)
_JPEG_QUALITY = 80


def send_attachment(sha256: str | None, *, name: str, content_type: str | None) -> Response:
    """Return a file of a submission: a picture to show, anything else to save."""
    path = _path(sha256)
    shown = sniffed_picture(path)
    if shown is None:
        return send_blob(sha256, name=name, content_type=content_type)
    response = send_file(
        path,
        mimetype=shown,
        as_attachment=False,
        download_name=clean_name(name),
        etag=False,
        conditional=False,
    )
    return _closed(response)


def send_thumbnail(sha256: str | None) -> Response:
    """Return a small JPEG of a picture; a grey one when there is none to be made."""
    data = thumbnail(_path(sha256)) or _placeholder()
    return _closed(Response(data, mimetype="image/jpeg"))


def sniffed_picture(path: Path) -> str | None:
    """Return the type of a picture as its first bytes tell it; None for everything else."""
    found: str | None = filetype.guess_mime(str(path))
    return found if found in _SHOWN else None


def thumbnail(path: Path) -> bytes | None:
    """Return a small JPEG of a picture; None when it is broken, too large, or no picture."""
    try:
        with warnings.catch_warnings(), Image.open(path, formats=_FORMATS) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if image.width * image.height > _MOST_PIXELS:
                return None
            image.draft("RGB", _THUMBNAIL)
            small = ImageOps.exif_transpose(image).convert("RGB")
            small.thumbnail(_THUMBNAIL)
            return _as_jpeg(small)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
    ):
        return None


def _as_jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_JPEG_QUALITY)
    return file.getvalue()


@lru_cache(maxsize=1)
def _placeholder() -> bytes:
    return _as_jpeg(Image.new("RGB", (240, 180), (206, 212, 212)))


def _path(sha256: str | None) -> Path:
    if sha256 is None:
        raise NotFound
    path = state().blobs.path(sha256)
    if not path.is_file():
        raise NotFound
    return path


def _closed(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
