"""Posters and cards become PDF: templates set by Typst, in a child process.

Texts go to the templates as JSON and are never read as markup; the only fonts are those of the
package manimgx-fonts-cjk, and nothing is fetched. A child, because Typst's caches only grow.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import Field, asdict
from datetime import datetime
from typing import ClassVar, Protocol

from exports.spreadsheet import clean_text

MOST_PAGES = 1_000
"""Pages of one PDF: Typst holds all of a document at once, and the child then needs 240 MB."""
WALL_SECONDS = 600

_CHILD = (sys.executable, "-I", "-m", "exports.typst_child")
_QR_PATH = re.compile(r"(?:M\d+ \d+h\d+v1h-\d+z)+", re.ASCII)


class PrintError(Exception):
    """Typst refused the document, or warned; the message is what it said."""


class TooManyPages(ValueError):
    """More pages than one PDF may have; print them in several."""


class QrPath(Protocol):
    """A QR code as a path, one unit a module, with its quiet zone."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]

    @property
    def size(self) -> int:
        """Return the side of the square."""

    @property
    def path(self) -> str:
        """Return the path of the dark modules, horizontal runs only."""


class QrPage(Protocol):
    """A dataclass with a QR code, whose other fields its template asks for by name."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]

    @property
    def qr(self) -> QrPath:
        """Return the QR code."""


class PosterPage(QrPage, Protocol):
    """What `templates/poster.typ` prints on one page."""

    @property
    def enterprise_name(self) -> str:
        """Return whose workers are asked."""

    @property
    def url(self) -> str:
        """Return the address in the QR code, as it is typed."""


class CardPage(QrPage, Protocol):
    """What `templates/card.typ` prints on one card."""

    @property
    def app_user(self) -> str:
        """Return whose card it is."""


def render_posters(posters: Sequence[PosterPage], *, title: str, made_at: datetime) -> bytes:
    """Return one PDF with an A4 page for each poster, the same bytes for the same input.

    Raises TooManyPages, and PrintError when Typst refuses or warns.
    """
    return _print("poster.typ", posters, title=title, made_at=made_at)


def render_card(card: CardPage, *, title: str, made_at: datetime) -> bytes:
    """Return the PDF of one settings card, alone on its page; raises PrintError."""
    return _print("card.typ", [card], title=title, made_at=made_at)


def render_card_sheets(cards: Sequence[CardPage], *, title: str, made_at: datetime) -> bytes:
    """Return one PDF of A4 sheets with eight settings cards each, every sheet with its backs.

    It is printed on both sides and turned over on the long edge. Raises TooManyPages, and
    PrintError when Typst refuses or warns.
    """
    return _print("cards.typ", cards, title=title, made_at=made_at)


def _print(template: str, pages: Sequence[QrPage], *, title: str, made_at: datetime) -> bytes:
    if not pages:
        raise PrintError("There is nothing to print.")
    if len(pages) > MOST_PAGES:
        raise TooManyPages(f"{len(pages)} pages do not fit one PDF of {MOST_PAGES}.")
    order = {
        "template": template,
        "title": clean_text(title),
        "made_at": int(made_at.timestamp()),
        "data": json.dumps([_page_data(page) for page in pages]),
    }
    done = subprocess.run(  # noqa: S603 - the command is a constant
        _CHILD,
        input=json.dumps(order).encode(),
        capture_output=True,
        timeout=WALL_SECONDS,
        env={},  # the child needs no secret of this process
        check=False,
    )
    if done.returncode != 0:
        raise PrintError(done.stderr.decode(errors="replace")[-2_000:])
    return done.stdout


def _page_data(page: QrPage) -> object:
    if not _QR_PATH.fullmatch(page.qr.path):
        raise PrintError("A QR path holds more than a QR code.")
    fields = asdict(page)
    fields.pop("qr")
    return _cleaned({**fields, "qr_size": page.qr.size, "qr_path": page.qr.path})


def _cleaned(value: object) -> object:
    """Return the value with texts as a page can show them: no control characters."""
    match value:
        case dict():
            return {key: _cleaned(one) for key, one in value.items()}
        case list() | tuple():
            return [_cleaned(one) for one in value]
        case str():
            return value if _QR_PATH.fullmatch(value) else clean_text(value)
        case _:
            return value
