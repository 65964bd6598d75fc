"""The source files of the project, parsed once for all rule tests."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("server", "xlsforms", "qr", "exports")
_LEFT_OUT = ("server/frontend", "server/migrations/versions")


def python_files(*rooms: str) -> list[Path]:
    """Return the Python files of some rooms (default: the product's), sorted."""
    return [
        path
        for room in rooms or ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if not relative(path).startswith(_LEFT_OUT)
    ]


def relative(path: Path) -> str:
    """Return a path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    """Return the text of a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(text_of(path))


def first_sentence(path: Path) -> str | None:
    """Return the first line of a module's docstring."""
    docstring = ast.get_docstring(tree_of(path))
    return docstring.splitlines()[0] if docstring else None
