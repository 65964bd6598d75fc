"""One survey page while it is shown and sent: its form, its language, what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, g, render_template, request
from flask_babel import get_locale, gettext, refresh

from server.domain.page_answers import AnswerFault, PageReading, Typed, read_page
from server.problems import BodyTooLarge
from server.store.queries.survey_pages import OpenedSurvey
from server.web.body_limits import MOST_PAGE_FIELDS
from server.web.state import state
from server.web.survey.languages import PageLanguage, choose_language, languages_of
from server.web.survey.start_token import Start, write_start
from server.web.survey.view import new_questions, page_view
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform

_OWN_FIELDS = frozenset({"start", "lang", "seen", "switch", "send"})


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """What a worker has open: the form, for whom, in which language."""

    form: CompiledForm
    opened: OpenedSurvey
    start: Start
    language: PageLanguage
    languages: tuple[PageLanguage, ...]


@dataclass(frozen=True, slots=True)
class ShowAgain:
    """Why a page that was sent is shown again instead of being stored."""

    status: int
    notice: str | None = None
    faults: Mapping[str, AnswerFault] = field(default_factory=dict)


def open_page(opened: OpenedSurvey, start: Start) -> SurveyPage:
    """Return the page of a survey; from now on the request speaks its language."""
    form = read_xform(opened.xform)
    languages = languages_of(form, state().settings.default_locale)
    language = choose_language(
        languages,
        wanted=request.args.get("lang") or request.form.get("lang"),
        accepted=[code for code, _ in request.accept_languages],
    )
    speak(language.locale)
    return SurveyPage(form, opened, start, language, languages)


def speak(locale: str) -> None:
    """Let the texts of this request be in a locale, whatever was looked up before."""
    g.locale = locale
    refresh()


def html_language() -> str:
    """Return the language of this request's texts as HTML names it."""
    return str(get_locale() or "en").replace("_", "-")


def typed_answers() -> Typed:
    """Return everything that was sent for questions, by the names it was sent under."""
    form = request.form
    if len(form) > MOST_PAGE_FIELDS:
        raise BodyTooLarge(most=f"{MOST_PAGE_FIELDS} fields")
    return {name: values for name, values in form.lists() if name not in _OWN_FIELDS}


def why_again(page: SurveyPage, reading: PageReading, *, is_expired: bool) -> ShowAgain | None:
    """Return why the answers can't be stored as they are; None: they can."""
    if "switch" in request.form:
        return ShowAgain(status=200)
    seen = request.form.get("seen")
    unseen = () if seen is None else new_questions(page.form, reading, seen)
    faults = {path: fault for path, fault in reading.faults.items() if path not in unseen}
    if is_expired:
        notice = gettext("This page was open for too long. Please look at it and send it again.")
        return ShowAgain(422, notice, faults)
    if reading.foreign:
        notice = gettext("Something was sent that is no part of this survey. Please send it again.")
        return ShowAgain(422, notice, faults)
    if faults:
        return ShowAgain(422, None, faults)
    if unseen:
        notice = gettext("Your answers lead to a further question. Please look at it, then send.")
        return ShowAgain(200, notice)
    return None


def render_page(
    page: SurveyPage, reading: PageReading | None = None, again: ShowAgain | None = None
) -> Response:
    """Return the page: empty at first, later with all that was typed and what is wrong with it."""
    typed = {} if reading is None else typed_answers()
    again = again or ShowAgain(status=200)
    view = page_view(
        page.form,
        page.language,
        reading or read_page(page.form, {}),
        typed=typed,
        faults=again.faults,
    )
    text = render_template(
        "survey/page.html",
        page=page,
        view=view,
        notice=again.notice,
        start=write_start(page.start, state().settings.secret_key),
    )
    return Response(text, again.status, mimetype="text/html")
