"""Our own columns (measure, score, pii; setting anonymous) and the XForm attributes they become.

A question says what it measures by a stable dotted name, so that no form carries a scheme's codes.
The names in use are listed in docs/measures.md. pyxform drops columns it does not know but keeps
namespaced bind attributes, and those travel inside the XForm: an uploaded XML keeps them.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

NAMESPACE = "http://concord.example.org/xforms/1"
PREFIX = "concord"

MEASURE_ATTRIBUTE = f"{{{NAMESPACE}}}measure"
SCORE_ATTRIBUTE = f"{{{NAMESPACE}}}score"
PII_ATTRIBUTE = f"{{{NAMESPACE}}}pii"
ANONYMOUS_ATTRIBUTE = f"{{{NAMESPACE}}}anonymous"

SURVEY_COLUMNS = ("measure", "score", "pii")
ANONYMOUS_SETTING = "anonymous"

LINK_POSTER = "link.poster"
LINK_ENTITY = "link.entity"
LINK_USCC = "link.uscc"

GUIDANCE = "visit."
"""How measures of guidance visits begin. A visit is a service: it has no points, and no scheme may
ask for what was seen there, or enterprises would close their doors to those who come to help."""

_YES = frozenset({"yes", "true", "true()", "1", "y", "是"})
_NO = frozenset({"no", "false", "false()", "0", "n", "否", ""})
_MEASURE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_LONGEST_MEASURE = 100
_PAIR = re.compile(r"([^\s=]+)=([0-9]{1,6}(?:\.[0-9]{1,6})?)")

Score = tuple[tuple[str, Decimal], ...]


class BadScorePairError(ValueError):
    """A part of a score is not `choice=points`; the argument is that part."""


class RepeatedChoiceError(ValueError):
    """A score gives points to one choice twice; the argument is the choice."""


def is_measure_name(text: str) -> bool:
    """Tell whether the text can name a measure: lower-case words joined by dots, two or more."""
    return len(text) <= _LONGEST_MEASURE and _MEASURE.fullmatch(text) is not None


def is_guidance(measure: str) -> bool:
    """Tell whether a measure belongs to a visit of guidance, which never scores."""
    return measure.startswith(GUIDANCE)


def parse_yes_no(text: str) -> bool | None:
    """Return what a yes-or-no cell says, in English or Chinese; None when it says neither."""
    word = text.strip().lower()
    if word in _YES:
        return True
    return False if word in _NO else None


def parse_score(text: str) -> Score:
    """Return the pairs of `5=100 4=80`, highest points first, equal ones in their written order.

    Raise BadScorePairError or RepeatedChoiceError. Points are decimal numbers from 0, exact.
    """
    pairs: dict[str, Decimal] = {}
    for part in text.split():
        match = _PAIR.fullmatch(part)
        if match is None:
            raise BadScorePairError(part)
        choice, points = match.groups()
        if choice in pairs:
            raise RepeatedChoiceError(choice)
        pairs[choice] = Decimal(points)
    return tuple(sorted(pairs.items(), key=lambda pair: -pair[1]))


def write_score(score: Sequence[tuple[str, Decimal]]) -> str:
    """Return the score as a workbook cell holds it."""
    return " ".join(f"{choice}={points:f}" for choice, points in score)
