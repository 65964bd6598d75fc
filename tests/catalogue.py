"""The Chinese of the catalogue, as readers get it."""

from functools import cache

from babel.messages.pofile import read_po

from tests.rules.sources import ROOT

_CHINESE = ROOT / "server/locale/zh_CN/LC_MESSAGES/messages.po"


@cache
def _chinese() -> dict[str, str]:
    with _CHINESE.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def in_chinese(text: str) -> str:
    """Return a source string in Chinese; as it is where the catalogue has none."""
    return _chinese().get(text) or text


def in_english(text: str) -> str:
    """Return a source string as it is."""
    return text
