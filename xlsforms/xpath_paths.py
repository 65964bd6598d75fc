"""Which nodes of a form an expression looks at, as JavaRosa finds them: absolute paths of names."""

import re
from collections.abc import Iterator

Path = tuple[str, ...]
"""Names from the root of the form on; `*` is every child there."""

_PART = re.compile(
    r"""'[^']*'|"[^"]*"|\d+(?:\.\d*)?|\.\d+|\$[\w.-]+|[^\W\d][\w.-]*::|"""
    r"""[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?|\.\.|\.|//|/|[@*\[\](),]|[^\s]"""
)
_NAME = re.compile(r"[^\W\d]")
_WORDS_BETWEEN = frozenset({"and", "or", "div", "mod"})
_DEEPEST = 100


def nodes_of(expression: str, of: Path) -> frozenset[Path]:
    """Return the nodes of the form that the expression of the node `of` looks at.

    Rows of other lists (`instance(…)`) are none; what their conditions compare with may be some.
    An expression that nests deeper than any person writes looks at nothing.
    """
    parts = _PART.findall(expression)
    if max(parts.count("("), parts.count("[")) > _DEEPEST:
        return frozenset()
    return frozenset(_Reader(parts, of).read(of))


class _Reader:
    """Walks through the parts of one expression; `None` stands for a place in another list."""

    def __init__(self, parts: list[str], of: Path) -> None:
        self._parts = parts
        self._of = of
        self._at = 0

    def read(self, context: Path | None, until: str = "") -> Iterator[Path]:
        """Yield the nodes named up to the closing bracket, and go past it."""
        is_value_before = False
        while self._at < len(self._parts):
            part = self._take()
            if part == until:
                return
            if is_value_before and (part == "*" or part in _WORDS_BETWEEN):
                is_value_before = False
            elif _begins_path(part):
                self._at -= 1
                yield from self._path(context)
                is_value_before = True
            else:
                if part in ("(", "["):
                    yield from self.read(context, ")" if part == "(" else "]")
                is_value_before = part in ("(", "[") or part[0] in "'\"" or part[0].isdigit()

    def _path(self, context: Path | None) -> Iterator[Path]:
        """Yield the nodes that a path or a call of a function names."""
        place: Path | None = context
        if self._peek() == "/":
            place = ()
        elif self._peek(1) == "(":
            name = self._take()
            self._take()
            yield from self.read(context, ")")
            if name not in ("instance", "current") or self._peek() not in ("/", "["):
                return
            place = self._of if name == "current" else None
        else:
            place = _step(place, self._take_step())
        while self._peek() in ("/", "["):
            if self._take() == "[":
                yield from self.read(place, "]")
            elif self._at < len(self._parts) and _begins_path(self._peek()):
                place = _step(place, self._take_step())
        if place:
            yield place

    def _take_step(self) -> str:
        part = self._take()
        while part.endswith("::") and self._at < len(self._parts):
            part = self._take()
        return f"@{self._take()}" if part == "@" and self._at < len(self._parts) else part

    def _take(self) -> str:
        part = self._parts[self._at]
        self._at += 1
        return part

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._parts[at] if at < len(self._parts) else ""


def _begins_path(part: str) -> bool:
    return part in (".", "..", "/", "@", "*") or bool(_NAME.match(part))


def _step(place: Path | None, name: str) -> Path | None:
    if place is None or name == ".":
        return place
    return place[:-1] if name == ".." else (*place, name)
