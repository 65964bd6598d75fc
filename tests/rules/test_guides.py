"""The guides use the words of the pages: what they quote stands in the catalogue."""

import re

from babel.messages.pofile import read_po

from tests.rules.check_strings import CATALOGUE
from tests.rules.sources import ROOT

_PLACEHOLDER = re.compile(r"%\\?\((?:\w|\\)+\\?\)s")


def test_every_word_of_a_page_in_the_guide_is_on_a_page() -> None:
    text = (ROOT / "docs" / "office-guide.zh.md").read_text(encoding="utf-8")
    quoted = set(re.findall(r"【([^】]+)】", text.replace("【】", "")))
    patterns = [re.compile(_pattern(sentence)) for sentence in _sentences(is_chinese=True)]

    assert quoted
    assert {one for one in quoted if not _is_known(one, patterns)} == set()


def test_every_word_of_a_page_in_the_english_guide_is_on_a_page() -> None:
    text = (ROOT / "docs" / "office-guide.md").read_text(encoding="utf-8").partition("## ")[0]
    quoted = set(re.findall(r"\*\*([^*]+)\*\*", text)) - {"bold"} - _OWN_WORDS
    patterns = [re.compile(_pattern(sentence)) for sentence in _sentences(is_chinese=False)]

    assert quoted
    assert {one for one in quoted if not _is_known(one, patterns)} == set()


_OWN_WORDS = {"Workers scan and answer", "While a campaign is open"}
"""Bold steps of the English guide that are no words of a page."""


def _is_known(word: str, patterns: list[re.Pattern[str]]) -> bool:
    return any(pattern.fullmatch(word) for pattern in patterns)


def _pattern(sentence: str) -> str:
    return _PLACEHOLDER.sub(".+", re.escape(sentence))


def _sentences(*, is_chinese: bool) -> list[str]:
    with CATALOGUE.open("rb") as file:
        messages = [one for one in read_po(file, locale="zh_CN") if one.id]
    texts = [one.string if is_chinese else one.id for one in messages]
    return [text if isinstance(text, str) else str(next(iter(text or ("",)))) for text in texts]
