"""What `concord check` looks at; texts never hold a secret."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sqlalchemy.engine import make_url

from server.settings import Settings
from server.store import revision
from server.store.durability import durability
from server.store.transaction import Store

_FONT_SHA256_STARTS = "d3d8256cdec8"
_OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_good: bool
    text: str


def run(settings: Settings) -> tuple[Finding, ...]:
    """Return what was found, in order."""
    store = Store(settings.database_address)
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _folder(settings.data_dir),
        lambda: _keys(settings.keys_dir),
        lambda: _database(store, settings),
        _font,
        _pages,
    )
    findings = tuple(finding for look in looks for finding in look())
    store.dispose()
    return findings


def _folder(folder: Path) -> Iterator[Finding]:
    folder.mkdir(parents=True, exist_ok=True)
    yield Finding("data folder", is_good=os.access(folder, os.W_OK), text="can be written")


def _keys(folder: Path) -> Iterator[Finding]:
    for file in sorted(folder.glob("*")):
        mode = stat.S_IMODE(file.stat().st_mode)
        yield Finding(f"key file {file.name}", is_good=mode == _OWNER_ONLY, text=f"mode {mode:04o}")


def _database(store: Store, settings: Settings) -> Iterator[Finding]:
    # What stands behind the question mark may be a password as well.
    address = make_url(settings.database_address).set(query={})
    shown = address.render_as_string(hide_password=True)
    if not store.is_ready():
        yield Finding("database", is_good=False, text=f"{shown} does not answer")
        return
    yield Finding("database", is_good=True, text=shown)
    current, newest = revision.current_revision(store), revision.newest_revision()
    is_newest = current == newest
    yield Finding("migrations", is_good=is_newest, text=f"at {current}, newest {newest}")
    for name, value, is_good in durability(store):
        yield Finding(f"durability {name}", is_good=is_good, text=value)


def _font() -> Iterator[Finding]:
    folder = Path(str(resources.files("manimgx_fonts_cjk")))
    for file in folder.rglob("NotoSansCJK*"):
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        is_known = found.startswith(_FONT_SHA256_STARTS)
        yield Finding("font of printed papers", is_good=is_known, text=file.name)
        return
    yield Finding("font of printed papers", is_good=False, text="missing")


def _pages() -> Iterator[Finding]:
    manifest = Path(__file__).parent / "web" / "static" / "manifest.json"
    yield Finding(
        "styles and scripts of the pages", is_good=manifest.exists(), text="built by make frontend"
    )
