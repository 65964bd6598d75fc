"""Addresses of the built stylesheet, scripts and icons, read once from Vite's manifest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

import structlog
from flask import Flask, url_for

log = structlog.get_logger()

MANIFEST = "manifest.json"


class _Entry(TypedDict):
    file: str


@dataclass(frozen=True, slots=True)
class Assets:
    """Names such as "office.css" and the hashed files they were built into."""

    files: Mapping[str, str]

    @property
    def is_built(self) -> bool:
        """True when the front end has been built; pages without it say so."""
        return bool(self.files)

    def file(self, name: str) -> str:
        """Return the file of a name below the static folder.

        Without a build it is the plain name, which the server does not find: pages are HTML first
        and stay usable. A name that a build does not know is a mistake in a template: KeyError.
        """
        return self.files[name] if self.is_built else name

    def __call__(self, name: str) -> str:
        """Return the address of a name for a page: `asset("office.css")` in templates."""
        return url_for("static", filename=self.file(name))


def read_assets(static_folder: Path) -> Assets:
    """Read the manifest of a built front end; without one, log what to do and know no files."""
    manifest = static_folder / MANIFEST
    if not manifest.is_file():
        log.error("front_end_not_built", manifest=str(manifest), advice="run: make frontend")
        return Assets(files={})
    entries = cast("dict[str, _Entry]", json.loads(manifest.read_text(encoding="utf-8")))
    return Assets(files={_name(key): entry["file"] for key, entry in entries.items()})


def set_up(app: Flask) -> None:
    """Give templates `asset(name)`, the address of a built file."""
    app.jinja_env.globals["asset"] = read_assets(Path(app.static_folder or "static"))


def _name(key: str) -> str:
    """Return the name templates use: the key without Vite's source folder."""
    return key.removeprefix("src/")
