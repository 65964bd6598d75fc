"""After a form was sent: on to the next page with a word, or back to the field that is wrong."""

from flask import flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from server.i18n import problem_details, problem_text
from server.problems import (
    AlreadyExists,
    Problem,
    TooManyAttempts,
    UnexpectedValue,
    WeakPassword,
)

_SECONDS_A_MINUTE = 60


def done(text: str, url: str, *, tone: str = "good") -> AnyResponse:
    """Return the answer to a form that was carried out: to a page that says so."""
    flash(text, tone)
    return redirect(url, 303)


def error_at(problem: Problem, fields: dict[str, str]) -> dict[str, str]:
    """Return a problem as the error of a field; `fields`: its name of the field -> the form's.

    A problem that names no field of the form is an error of the form as a whole: field "".
    """
    match problem:
        case UnexpectedValue(field=name):
            return {fields.get(name, ""): _sentence(str(problem_details(problem)["reason"]))}
        case AlreadyExists(fields=[name, *_]):
            return {fields.get(name, ""): str(gettext("There is one already; choose another."))}
        case WeakPassword():
            return {fields.get("password", ""): problem_text(problem)}
    return {"": problem_text(problem)}


def too_many_attempts(problem: TooManyAttempts) -> str:
    """Return how long somebody who guessed too often has to wait."""
    minutes = -(-problem.seconds // _SECONDS_A_MINUTE)
    text = gettext(
        "Too many failed attempts. Please try again in %(minutes)s minutes.", minutes=minutes
    )
    return str(text)


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:]
