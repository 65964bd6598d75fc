"""XPath as XForms extend it, for the worker's page: the parser and the functions it knows.

Expressions come from whoever uploads a workbook, answers from anybody. So nothing here reads files
or the environment, patterns stop after a tenth of a second, and every step looks at the deadline
that its evaluation was given (functions: ODK XForms specification, "XPath functions").
"""

import math
import operator
import time
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

import regex
from elementpath import XPathContext
from elementpath.aliases import ContextType
from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_nodes import XPathNode
from elementpath.xpath_tokens import XPathFunction, XPathToken

PATTERN_SECONDS = 0.1
_LONGEST_MATCHED = 10_000

XPathValue = str | float | int | bool
Compute = Callable[[XPathFunction, XPathContext], XPathValue]


class DeadlinePassed(Exception):
    """An evaluation took longer than it was given."""


class TimedContext(XPathContext):
    """A context that gives up once its deadline has passed."""

    deadline: float = math.inf

    def __copy__(self) -> "TimedContext":
        """Return a copy; every argument and predicate makes one, so the clock is looked at here."""
        if time.thread_time() > self.deadline:
            raise DeadlinePassed
        made = super().__copy__()
        assert isinstance(made, TimedContext)  # noqa: S101 - tells the type checker
        return made


class XFormsParser(XPath1Parser):
    """XPath 1.0 with the functions of XForms that a page without a phone can answer."""


def first_text(token: XPathToken, context: XPathContext) -> str:
    """Return the text of what an expression gives: of several nodes, the first."""
    found = next(iter(token.select(copy(context))), None)
    return token.string_value(found)


def is_true(token: XPathToken, context: XPathContext) -> bool:
    """Return what an expression says as a yes or no."""
    return token.boolean_value(list(token.select(copy(context))))


def matches(text: str, pattern: str) -> bool:
    """Tell whether a pattern is found in all of a text, as `regex()` means it.

    Raises DeadlinePassed for a pattern that does not end, regex.error for one that is none.
    """
    try:
        return (
            regex.fullmatch(pattern, text[:_LONGEST_MATCHED], timeout=PATTERN_SECONDS) is not None
        )
    except TimeoutError as error:
        raise DeadlinePassed from error


def _words(token: XPathFunction, context: XPathContext, index: int = 0) -> list[str]:
    return first_text(token[index], context).split()


def _number(token: XPathFunction, context: XPathContext, index: int = 0) -> float:
    return token.number_value(first_text(token[index], context))


def _selected(token: XPathFunction, context: XPathContext) -> XPathValue:
    return first_text(token[1], context).strip() in _words(token, context)


def _selected_at(token: XPathFunction, context: XPathContext) -> XPathValue:
    chosen, place = _words(token, context), _number(token, context, 1)
    is_there = not math.isnan(place) and 0 <= place < len(chosen)
    return chosen[int(place)] if is_there else ""


def _count_selected(token: XPathFunction, context: XPathContext) -> XPathValue:
    return len(_words(token, context))


def _regex(token: XPathFunction, context: XPathContext) -> XPathValue:
    return matches(first_text(token[0], context), first_text(token[1], context))


def _if(token: XPathFunction, context: XPathContext) -> XPathValue:
    return first_text(token[1 if is_true(token[0], context) else 2], context)


def _coalesce(token: XPathFunction, context: XPathContext) -> XPathValue:
    return first_text(token[0], context) or first_text(token[1], context)


def _int(token: XPathFunction, context: XPathContext) -> XPathValue:
    number = _number(token, context)
    return math.trunc(number) if math.isfinite(number) else math.nan


def _boolean_from_string(token: XPathFunction, context: XPathContext) -> XPathValue:
    return first_text(token[0], context) in {"1", "true"}


def _ends_with(token: XPathFunction, context: XPathContext) -> XPathValue:
    return first_text(token[0], context).endswith(first_text(token[1], context))


def _substr(token: XPathFunction, context: XPathContext) -> XPathValue:
    text, start = first_text(token[0], context), _number(token, context, 1)
    end = _number(token, context, 2) if len(token) > 2 else math.nan  # noqa: PLR2004 - with a third argument
    if math.isnan(start):
        return ""
    return text[int(start) : None if math.isnan(end) else int(end)]


def _count_non_empty(token: XPathFunction, context: XPathContext) -> XPathValue:
    return sum(bool(token.string_value(one)) for one in token[0].select(copy(context)))


def _numbers(token: XPathFunction, context: XPathContext) -> Iterator[float]:
    for argument in token:
        for one in argument.select(copy(context)):
            yield token.number_value(one)


def _max(token: XPathFunction, context: XPathContext) -> XPathValue:
    return max(_numbers(token, context), default=math.nan)


def _min(token: XPathFunction, context: XPathContext) -> XPathValue:
    return min(_numbers(token, context), default=math.nan)


def _checklist(token: XPathFunction, context: XPathContext) -> XPathValue:
    held = sum(is_true(one, context) for one in list(token)[2:])
    least, most = _number(token, context), _number(token, context, 1)
    return (least < 0 or held >= least) and (most < 0 or held <= most)


_MANY = 64
_FUNCTIONS: tuple[tuple[str, int | tuple[int, int], Compute], ...] = (
    ("selected", 2, _selected),
    ("selected-at", 2, _selected_at),
    ("count-selected", 1, _count_selected),
    ("regex", 2, _regex),
    ("if", 3, _if),
    ("coalesce", 2, _coalesce),
    ("int", 1, _int),
    ("boolean-from-string", 1, _boolean_from_string),
    ("ends-with", 2, _ends_with),
    ("substr", (2, 3), _substr),
    ("count-non-empty", 1, _count_non_empty),
    ("max", (1, _MANY), _max),
    ("min", (1, _MANY), _min),
    ("checklist", (3, _MANY), _checklist),
)


def _add(name: str, nargs: int | tuple[int, int], compute: Compute) -> None:
    """Teach the parser one function; while parsing, functions are called without a context."""

    def evaluate(token: XPathFunction, context: ContextType = None) -> XPathValue:
        if context is None:
            raise token.missing_context()
        return compute(token, context)

    setattr(XFormsParser.function(name, nargs=nargs), "evaluate", evaluate)  # noqa: B010 - its way


Compare = Callable[[Any, Any], bool]
_COMPARISONS: dict[str, Compare] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _add_comparison(symbol: str, compare: Compare) -> None:
    """Replace a comparison by that of XPath 1.0 section 3.4, where empty text is not a number."""
    XFormsParser.unregister(symbol)

    def evaluate(token: XPathToken, context: ContextType = None) -> bool:
        if context is None:
            raise token.missing_context()
        left, right = (list(one.select(copy(context))) for one in (token[0], token[1]))
        if any(len(side) == 1 and isinstance(side[0], bool) for side in (left, right)):
            return compare(token.boolean_value(left), token.boolean_value(right))
        return any(_compared(token, one, other, compare) for one in left for other in right)

    setattr(XFormsParser.infix(symbol, bp=30), "evaluate", evaluate)  # noqa: B010 - its way


def _compared(token: XPathToken, one: object, other: object, compare: Compare) -> bool:
    is_text = not any(_is_number(side) for side in (one, other))
    if is_text and compare in {operator.eq, operator.ne}:
        return compare(token.string_value(one), token.string_value(other))
    return compare(token.number_value(one), token.number_value(other))


def _is_number(value: object) -> bool:
    return not isinstance(value, XPathNode | str | bool)


for _name, _nargs, _compute in _FUNCTIONS:
    _add(_name, _nargs, _compute)
for _symbol, _compare in _COMPARISONS.items():
    _add_comparison(_symbol, _compare)
XFormsParser.build()
