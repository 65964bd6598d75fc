"""Golden texts: `pytest --update-golden` writes them, every other run compares with them."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).with_name("golden")


def same_as_golden(name: str, text: str, config: pytest.Config) -> bool:
    """Tell whether a text is the golden one of that name; write it when asked to."""
    path = GOLDEN / name
    if config.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") == text
