"""Steps and faults in a reader's language, the same for pages, commands and exports."""

from collections.abc import Callable
from typing import TypeAlias

from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.exact.outcome import Step
from server.domain.schemes.exact.values import Shown, Text

Translate: TypeAlias = Callable[[str], str]
"""English source string -> the same in the reader's language."""


def tell(step: Step, translate: Translate, locale: str) -> str:
    """Return a step as a sentence; facts that have two languages are told in the reader's."""
    return translate(step.text) % {name: _shown(fact, locale) for name, fact in step.facts}


def tell_fault(fault: Fault, translate: Translate) -> tuple[str, str]:
    """Return what is wrong, and what to do."""
    what, advice = translate(fault.kind.what), translate(fault.kind.advice)
    return what % fault.details, advice % fault.details


def _shown(fact: Shown, locale: str) -> str:
    return fact.in_language(locale) if isinstance(fact, Text) else fact
