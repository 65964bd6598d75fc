"""Warnings of a draft in the reader's language; those not known here stay as they were written."""

import re
from collections.abc import Iterable

from flask_babel import gettext

from server.problems import N_

_KNOWN = (
    (
        re.compile(r"\[row : (?P<row>\d+)\] Use the max-pixels parameter to speed up.*", re.DOTALL),
        N_("Row %(row)s: set max-pixels, so that photos are smaller and sent sooner."),
    ),
    (
        re.compile(r"\[row : (?P<row>\d+)\] (?P<what>Group|Repeat) has no label.*", re.DOTALL),
        N_("Row %(row)s: the group has no label."),
    ),
    (
        re.compile(
            r"The following language declarations do not contain valid machine-readable codes: "
            r"(?P<names>.+?)\. Learn more.*",
            re.DOTALL,
        ),
        N_(
            "Languages without a code: %(names)s. Write it in brackets behind the name, such as "
            "English (en)."
        ),
    ),
    (
        re.compile(
            r"Language '(?P<language>.+)' is missing the (?P<sheet>\w+) (?P<what>\S+) col.*"
        ),
        N_("The sheet %(sheet)s has no column %(what)s in the language %(language)s."),
    ),
    (
        re.compile(r"Entities version (?P<version>\S+) does not work offline; .*"),
        N_("Entities version %(version)s does not work without a network; 2024.1.0 and later do."),
    ),
)


def warning_words(warnings: Iterable[str]) -> tuple[str, ...]:
    """Return warnings as a page shows them, one a line of what was written."""
    return tuple(_worded(line) for one in warnings for line in _lines(one))


def _lines(warning: str) -> list[str]:
    """Return the lines of a warning that is a list of its own, else all of it."""
    lines = warning.splitlines()
    return lines if all(one.startswith("Language '") for one in lines) else [warning]


def _worded(warning: str) -> str:
    for pattern, words in _KNOWN:
        found = pattern.fullmatch(warning.strip())
        if found:
            return str(gettext(words, **found.groupdict()))
    return warning
