"""One answer as a reader reads it: labels of choices, dates and positions, not codes."""

import datetime as dt
from decimal import Decimal

from flask_babel import gettext

from server.domain.answers import BadAnswer, Geopoint, TypedValue, read_answer
from server.web.office.form_words import FormWords
from xlsforms.compiled_form import FormField

_SEPARATOR = "、"


def answer_text(field: FormField, text: str, words: FormWords) -> str:
    """Return an answer in the reader's words; one that does not fit its type as it was sent."""
    if field.control == "select1":
        return words.choice(field, text)
    if field.control == "rank":
        return " > ".join(words.choice(field, one) for one in text.split())
    if field.control == "trigger":
        return str(gettext("Acknowledged")) if text == "OK" else text
    try:
        value = read_answer(field, text)
    except BadAnswer:
        return text
    return text if value is None else _written(value, field, words)


def position_text(point: Geopoint) -> str:
    """Return a position as degrees, and its accuracy in metres where the phone knew it."""
    place = f"{_degrees(point.latitude)}, {_degrees(point.longitude)}"
    if point.accuracy is None or point.accuracy == 0:
        return place
    metres = f"{point.accuracy:.0f}"
    return str(gettext("%(place)s (±%(metres)s m)", place=place, metres=metres))


def _written(value: TypedValue, field: FormField, words: FormWords) -> str:
    if isinstance(value, tuple):
        return _SEPARATOR.join(words.choice(field, one) for one in value)
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, Geopoint):
        return position_text(value)
    return _moment_text(value) if isinstance(value, dt.date | dt.time) else str(value)


def _moment_text(value: dt.date | dt.time) -> str:
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, dt.time) else value.isoformat()


def _degrees(value: Decimal) -> str:
    return f"{value:.6f}"
