"""The functions that phones know in expressions, and how many arguments each of them takes.

JavaRosa takes a function for what it is only when a form is opened: one that it does not know, or
that has too few arguments, ends the form on every phone. `pulldata` and `jr:` are Collect's own.
"""

import re
from collections.abc import Iterator, Mapping

_ANY = 1_000
_NONE, _ONE, _TWO, _UP_TO_ONE = (0, 0), (1, 1), (2, 2), (0, 1)

_EXACTLY_NONE = ("false", "now", "pi", "random", "today", "true", "version", "current")
_EXACTLY_ONE = """
abs acos area asin atan base64-decode boolean boolean-from-string cos count count-non-empty
count-selected date date-time decimal-date-time decimal-time enclosed-area exp exp10
instance int jr:itext log log10 not number once property sin sqrt string sum tan
"""
_EXACTLY_TWO = """
atan2 coalesce contains ends-with format-date format-date-time is-selected jr:choice-name pow regex
selected selected-at starts-with substring-after substring-before
"""
_OTHERS: Mapping[str, tuple[int, int]] = {
    "checklist": (2, _ANY),
    "concat": (0, _ANY),
    "depend": (1, _ANY),
    "digest": (2, 3),
    "distance": (1, _ANY),
    "extract-signed": _TWO,
    "geofence": (0, _ANY),
    "if": (3, 3),
    "indexed-repeat": (3, 11),
    "intersects": (0, _ANY),
    "join": (1, _ANY),
    "max": (0, _ANY),
    "min": (0, _ANY),
    "normalize-space": _UP_TO_ONE,
    "position": _UP_TO_ONE,
    "pulldata": (1, _ANY),
    "randomize": (1, 2),
    "round": (1, 2),
    "string-length": _UP_TO_ONE,
    "substr": (2, 3),
    "translate": (3, 3),
    "uuid": _UP_TO_ONE,
    "weighted-checklist": (2, _ANY),
}
FUNCTIONS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(_EXACTLY_NONE, _NONE),
    **dict.fromkeys(_EXACTLY_ONE.split(), _ONE),
    **dict.fromkeys(_EXACTLY_TWO.split(), _TWO),
    **_OTHERS,
}
"""The least and the most arguments of each function, by its name."""

_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")
_UNREAD = re.compile(r"\$|(?:-\s*){50}|\b(?!(?:child|attribute)\b)[a-z]+(?:-[a-z]+)*::")
"""Variables, steps to anywhere but a child, and more signs in a row than the engine bears."""
_NAME = r"[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?"
_PART = re.compile(rf"""'[^']*'|"[^"]*"|({_NAME})\s*\(|[()\[\],]|[^\s()\[\],'"]""")
_OF_NODES = "count|count-non-empty|sum|randomize"
_OF_LITERAL = re.compile(rf"""(?<![\w.-])({_OF_NODES})\s*\(\s*(?:'|-?[\d.]+\s*\))""")
_SHUFFLED = re.compile(r"(?<![\w.-])randomize\s*\(")
_WORD = re.compile(r"[\w.-]+")
_OPERATORS = frozenset({"and", "or", "div", "mod", "node"})
"""What may stand before a bracket without being called: operators, and any node at all."""


def wrong_calls(expression: str) -> Iterator[str]:
    """Yield the functions that phones do not know, or not with so many arguments."""
    waiting: list[tuple[str | None, int, bool]] = []
    for match in _PART.finditer(expression):
        part, name = match[0], match[1]
        if part in (")", "]"):
            if not waiting:
                return  # the brackets are told of by themselves
            called, commas, is_filled = waiting.pop()
            if called is not None and not _is_known(called, commas + is_filled):
                yield called
        _count(waiting, is_comma=part == ",")
        if name is not None or part in ("(", "["):
            is_call = name is not None and name not in _OPERATORS
            waiting.append((name if is_call else None, 0, False))


def misplaced_calls(expression: str, *, is_list: bool) -> Iterator[str]:
    """Yield functions of lists that get a text or number, and a shuffle of what is no list."""
    plain = _QUOTED.sub("''", expression)
    for match in _OF_LITERAL.finditer(plain):
        yield match[1]
    if not is_list and _SHUFFLED.search(plain):
        yield "randomize"


def unread_names(expression: str) -> Iterator[str]:
    """Yield the names of an expression with characters that JavaRosa does not take into one."""
    for match in _WORD.finditer(_QUOTED.sub("", expression)):
        if not all(map(is_readable, match[0])):
            yield match[0]


def is_readable(character: str) -> bool:
    """Tell whether JavaRosa takes a character into a name: letters that have a case, digits."""
    is_letter = character.isupper() or character.islower() or character.istitle()
    return is_letter or character.isdecimal() or character in "_-."


def has_unread_steps(expression: str) -> bool:
    """Tell whether an expression is XPath that phones do not read: variables, and far steps."""
    return _UNREAD.search(_QUOTED.sub("", expression)) is not None


def _count(waiting: list[tuple[str | None, int, bool]], *, is_comma: bool) -> None:
    """Note that the innermost bracket holds one thing more."""
    if waiting:
        called, commas, _ = waiting[-1]
        waiting[-1] = (called, commas + is_comma, True)


def _is_known(name: str, count: int) -> bool:
    least, most = FUNCTIONS.get(name, (1, 0))
    return least <= count <= most
