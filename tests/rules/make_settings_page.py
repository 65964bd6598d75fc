"""Write docs/settings.md from the settings themselves."""

from server.settings import Settings
from tests.rules.sources import ROOT

PAGE = ROOT / "docs/settings.md"
_HEAD = """# Settings

All settings come from the environment. `make docs` writes this page from server/settings.py.

| variable | default | what it is |
|---|---|---|
"""


def written() -> str:
    """Return the page."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = ",".join(default) if isinstance(default, tuple) else default
        rows.append(
            f"| `{name.upper()}` | {f'`{shown}`' if shown != '' else ''} | {field.description} |"
        )
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
