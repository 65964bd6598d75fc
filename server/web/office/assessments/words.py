"""Levels, states and values of points given by hand, in the language of the reader."""

from collections.abc import Mapping

from flask_babel import gettext

from server.domain.areas import AreaLevel
from server.domain.lifecycle import AssessmentState
from server.domain.schemes.exact.values import Text, Value, plain
from server.domain.schemes.inputs.found import SELF_LEVEL
from server.domain.schemes.kinds.rule_kind import InputField
from server.i18n import reader_locale
from server.problems import N_
from server.store.queries.assessed_enterprises import FORM_SENT, NOT_BEGUN
from server.web.office.register_words import level_word, yes_no_word

_STATES: Mapping[str, tuple[str, str]] = {
    NOT_BEGUN: ("few", N_("Not begun")),
    FORM_SENT: ("good", N_("Form sent")),
    AssessmentState.DRAFT.value: ("calm", N_("Draft")),
    AssessmentState.SUBMITTED.value: ("good", N_("Submitted")),
    AssessmentState.RETURNED.value: ("warn", N_("Returned")),
}


def assessor_word(level: str) -> str:
    """Return the name of a level; a department is called as the scheme calls it."""
    if level == SELF_LEVEL:
        return str(gettext("Self-assessment"))
    return level_word(level) if level in set(AreaLevel) else level


def state_badge(state: str) -> tuple[str, str]:
    """Return tone and word of the state of an assessment, or of one that was not begun."""
    tone, word = _STATES[state]
    return tone, str(gettext(word))


def state_options(*, with_forms: bool) -> list[dict[str, str]]:
    """Return all states to choose from; forms where the scheme takes any as self-assessments."""
    offered = [one for one in _STATES if with_forms or one != FORM_SENT]
    return [{"value": one, "label": state_badge(one)[1]} for one in offered]


def local(text: Text) -> str:
    """Return a name of a scheme in the language of the reader."""
    return text.in_language(reader_locale())


def value_word(field: InputField | None, value: Value | None) -> str:
    """Return a value as a table shows it; None: it does not apply."""
    if value is None:
        return str(gettext("not applicable"))
    if isinstance(value, bool):
        return yes_no_word(value)
    if isinstance(value, str):
        labels = dict(field.choices) if field is not None else {}
        return local(labels[value]) if value in labels else value
    return plain(value)
