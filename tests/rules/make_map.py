"""Write docs/map.md: every folder and file with the first sentence of its docstring."""

from pathlib import Path

from tests.rules.sources import ROOMS, ROOT, first_sentence, python_files, relative

MAP = ROOT / "docs/map.md"
_HEAD = """# Map

Every file of the product and what it is, in the words of its own first line. `make docs` writes
this page; a test compares it with the code.
"""


def written() -> str:
    """Return the text of the map as the code has it now."""
    lines = [_HEAD]
    folder: Path | None = None
    for path in sorted(python_files(*ROOMS), key=lambda one: (one.parent, one.name)):
        if path.parent != folder:
            folder = path.parent
            lines.append(f"\n## {relative(folder)}/\n")
        name = path.name if path.name != "__init__.py" else "(the room)"
        lines.append(f"- `{name}` {first_sentence(path)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    MAP.write_text(written(), encoding="utf-8")
