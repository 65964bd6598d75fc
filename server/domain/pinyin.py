"""Pinyin initials of Chinese names, as people type them to find one: 和合镇 is hhz.

GB 2312 lists its 3,755 common characters in the order of their pinyin, so that the place of a
character there tells its initial. Rarer ones are listed here as far as enterprises like to be
named with them. A character of several readings has one initial only.
"""

from bisect import bisect_right
from functools import lru_cache

_FIRSTS = (
    (0xB0A1, "a"),
    (0xB0C5, "b"),
    (0xB2C1, "c"),
    (0xB4EE, "d"),
    (0xB6EA, "e"),
    (0xB7A2, "f"),
    (0xB8C1, "g"),
    (0xB9FE, "h"),
    (0xBBF7, "j"),
    (0xBFA6, "k"),
    (0xC0AC, "l"),
    (0xC2E8, "m"),
    (0xC4C3, "n"),
    (0xC5B6, "o"),
    (0xC5BE, "p"),
    (0xC6DA, "q"),
    (0xC8BB, "r"),
    (0xC8F6, "s"),
    (0xCBFA, "t"),
    (0xCDDA, "w"),
    (0xCEF4, "x"),
    (0xD1B9, "y"),
    (0xD4D1, "z"),
)
"""The first character of each initial, by its code."""
_LAST = 0xD7F9
_CODES = tuple(code for code, _ in _FIRSTS)
_RARE = {
    character: initial
    for initial, characters in {
        "c": "晁琛铖谌岑",
        "h": "昊皓颢泓晖",
        "j": "婧瑾璟珏",
        "k": "鲲",
        "l": "麟珑璐琅",
        "m": "淼岷",
        "n": "楠",
        "q": "祺琪麒琦",
        "r": "睿",
        "s": "晟嵩",
        "t": "韬",
        "x": "鑫禧煊馨",
        "y": "煜钰懿璎怡沅",
        "z": "臻铮",
    }.items()
    for character in characters
}
_MOST_CHARACTERS = 20_000


def initials(text: str) -> str:
    """Return the initials of a text: letters and digits as they are, other signs left out."""
    return "".join(_initial(character) for character in text)


@lru_cache(maxsize=_MOST_CHARACTERS)
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    if character in _RARE:
        return _RARE[character]
    try:
        code = int.from_bytes(character.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    if not _CODES[0] <= code <= _LAST:
        return ""
    return _FIRSTS[bisect_right(_CODES, code) - 1][1]
