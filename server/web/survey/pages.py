"""`/q/<code>`: open the survey of a poster, and take its answers.

Open to all, and identifies nobody: no cookie is set or read, nothing is logged, nothing kept.
"""

import secrets

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from qr.poster_code import BadPosterCode, parse_code
from server import clock
from server.domain.lifecycle import CampaignState, campaign_state
from server.domain.page_answers import PageReading, read_page
from server.domain.response_quality import ResponseFlag
from server.domain.write_submission import write_submission
from server.i18n import problem_text
from server.operations.receive_answer import PageAnswer, receive_answer
from server.problems import PosterNotFound, Problem, ServerBusy, StorageFailed
from server.store.queries.survey_pages import PosterTarget, find_opened, find_target
from server.web.auth import open_unseen
from server.web.state import state
from server.web.survey.guessing import refuse_guess
from server.web.survey.sent_page import (
    ShowAgain,
    SurveyPage,
    html_language,
    open_page,
    render_page,
    speak,
    typed_answers,
    why_again,
)
from server.web.survey.start_token import Start, new_nonce, read_start

blueprint = Blueprint("survey", __name__, template_folder="templates")
_INSTANCE_ID_BYTES = 16


@blueprint.get("/Q/<segment:code>")  # posters hold their address in capitals
@blueprint.get("/q/<segment:code>")
@open_unseen
def show_survey(code: str) -> Response:
    """Show the survey that a poster opens; a page that says so when it is not open."""
    target = _find_target(code)
    if not _is_open(target):
        return _not_open(target)
    return render_page(_open(target, None))


@blueprint.post("/Q/<segment:code>")
@blueprint.post("/q/<segment:code>")
@open_unseen
def send_survey(code: str) -> Response:
    """Store the answers of a page; what is wrong with them stands at the questions."""
    target = _find_target(code)
    start = read_start(request.form.get("start", ""), state().settings.secret_key)
    is_expired = start is None or start.poster_id != target.poster_id
    if is_expired and not _is_open(target):
        return _not_open(target)
    page = _open(target, None if is_expired else start)
    reading = read_page(page.form, typed_answers())
    again = why_again(page, reading, is_expired=is_expired)
    if again is None:
        again = _store(page, reading, target)
    if again is not None:
        return render_page(page, reading, again)
    return Response(render_template("survey/thanks.html", page=page), mimetype="text/html")


@blueprint.errorhandler(Problem)
def show_problem(problem: Problem) -> Response:
    """Answer a problem in a page as small as the survey's own."""
    _speak_as_accepted()
    text = render_template(
        "survey/problem.html", text=problem_text(problem), html_lang=html_language()
    )
    response = Response(text, problem.status, mimetype="text/html")
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


@blueprint.after_request
def keep_nothing(response: Response) -> Response:
    """Let no browser or proxy keep a page, and no other site learn which poster was scanned."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _speak_as_accepted() -> None:
    accepted = request.accept_languages.best_match(["zh", "zh-CN", "en"])
    if accepted is not None:
        speak("en" if accepted == "en" else "zh_CN")


def _find_target(code: str) -> PosterTarget:
    try:
        parsed = parse_code(code)
    except BadPosterCode:
        raise PosterNotFound from None
    with state().store.reading() as session:
        target = find_target(session, parsed)
    if target is None:
        raise refuse_guess()
    return target


def _is_open(target: PosterTarget) -> bool:
    if target.revoked_at is not None or target.form_version_id is None:
        return False
    return _state_of(target) is CampaignState.OPEN


def _state_of(target: PosterTarget) -> CampaignState:
    return campaign_state(
        opens_on=target.opens_on,
        closes_on=target.closes_on,
        is_closed=target.closed_at is not None,
        today=clock.day_in(state().settings.time_zone),
    )


def _not_open(target: PosterTarget) -> Response:
    if target.revoked_at is not None or target.form_version_id is None:
        raise PosterNotFound
    _speak_as_accepted()
    text = render_template(
        "survey/not_open.html",
        target=target,
        is_planned=_state_of(target) is CampaignState.PLANNED,
        html_lang=html_language(),
    )
    return Response(text, mimetype="text/html")


def _open(target: PosterTarget, start: Start | None) -> SurveyPage:
    """Return the page that was opened; without a start a new one of where the poster points."""
    if start is None:
        start = Start(
            poster_id=target.poster_id,
            campaign_id=target.campaign_id,
            enterprise_id=target.enterprise_id,
            form_version_id=target.form_version_id or 0,
            nonce=new_nonce(),
        )
    with state().store.reading() as session:
        opened = find_opened(
            session,
            campaign_id=start.campaign_id,
            enterprise_id=start.enterprise_id,
            form_version_id=start.form_version_id,
        )
    if opened is None:
        raise PosterNotFound
    return open_page(opened, start)


def _store(page: SurveyPage, reading: PageReading, target: PosterTarget) -> ShowAgain | None:
    """Store the answers once; when the server can't, the page comes back as it was typed."""
    zone = state().settings.time_zone
    instance_id = f"uuid:{secrets.token_hex(_INSTANCE_ID_BYTES)}"
    answer = PageAnswer(
        campaign_id=page.start.campaign_id,
        enterprise_id=page.start.enterprise_id,
        form_version_id=page.start.form_version_id,
        nonce=page.start.nonce,
        xml=write_submission(page.form, reading.answers, instance_id=instance_id),
        flags=_flags(page, target),
    )
    try:
        with state().store.writing() as session:
            receive_answer(session, answer=answer, day=clock.day_in(zone), zone=zone)
    except (ServerBusy, StorageFailed):
        return ShowAgain(503, gettext("The server is busy and stored nothing. Please send again."))
    return None


def _flags(page: SurveyPage, target: PosterTarget) -> tuple[ResponseFlag, ...]:
    """Return what changed while the worker was answering; the answers count for what was opened."""
    opened, start = page.opened, page.start
    now = campaign_state(
        opens_on=opened.opens_on,
        closes_on=opened.closes_on,
        is_closed=opened.closed_at is not None,
        today=clock.day_in(state().settings.time_zone),
    )
    was_moved = (target.campaign_id, target.enterprise_id) != (
        start.campaign_id,
        start.enterprise_id,
    )
    flags = {
        ResponseFlag.OPENED_BEFORE_CLOSING: now is not CampaignState.OPEN,
        ResponseFlag.POSTER_REVOKED: target.revoked_at is not None,
        ResponseFlag.POSTER_REPOINTED: was_moved,
    }
    return tuple(flag for flag, is_raised in flags.items() if is_raised)
