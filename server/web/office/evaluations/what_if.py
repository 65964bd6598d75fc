"""What-if: type values into a scheme's own fields and see every point; nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.domain.schemes.inputs.asked import asked_by
from server.domain.schemes.kinds.typed_value import Untaken
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.typing.read_typed import read_typed
from server.web.auth import requires
from server.web.body_limits import takes_files
from server.web.office.dates import today
from server.web.office.evaluations.blueprint import blueprint
from server.web.office.evaluations.decided import decided
from server.web.office.evaluations.explained import NO_LINKS
from server.web.office.evaluations.score_table import score_table
from server.web.office.evaluations.tried_scheme import (
    MOST_BYTES,
    NothingTried,
    Tried,
    tried_scheme,
    tried_schemes,
)
from server.web.office.evaluations.typed_fields import (
    Typing,
    row_fields,
    subject_fields,
    title_fields,
    veto_fields,
)
from server.web.office.evaluations.words import name_of
from server.web.office.frame import Place, open_place, page_answer, render_page
from server.web.office.schemes.upload import FIELD
from server.web.office.workbook_upload import SentFile, sent_file
from server.web.state import state

_PREFIXES = ("v.", "n.", "e.", "f.", "t.", "on")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed, and what is wrong with it."""

    texts: Mapping[str, str]
    faults: Mapping[str, Untaken]


@blueprint.get("/<pk:project_id>/evaluation/what-if")
@requires(Verb.SCHEME_READ)
def show_what_if(project_id: int) -> Response:
    """Ask which scheme to try, or show its fields: empty, or filled with an enterprise's values."""
    return _answer(project_id, None)


@blueprint.post("/<pk:project_id>/evaluation/what-if")
@requires(Verb.SCHEME_READ)
@takes_files(MOST_BYTES + 500_000)
def try_values(project_id: int) -> Response:
    """Evaluate what was typed; everything typed comes back with the page."""
    return _answer(project_id, sent_file(FIELD, MOST_BYTES))


def _answer(project_id: int, file: SentFile | None) -> Response:
    with state().store.reading() as session:
        place = open_place(session, project_id, Verb.SCHEME_READ)
        found = tried_scheme(session, place, file)
        if isinstance(found, NothingTried):
            return page_answer(_choice(session, place, found), 422 if found.refusal else 200)
        return page_answer(*_page(session, place, found))


def _choice(session: Session, place: Place, nothing: NothingTried) -> str:
    return render_page(
        session,
        place,
        "evaluations/what_if_choice.html",
        page_title=gettext("What if"),
        refusal=nothing.refusal,
        choices=tried_schemes(session, place),
    )


def _page(session: Session, place: Place, tried: Tried) -> tuple[str, int]:
    texts = {
        name: text
        for name, text in (request.form.items() if _was_typed() else tried.texts.items())
        if name.startswith(_PREFIXES)
    }
    asked, typed = asked_by(tried.scheme), read_typed(tried.scheme, texts, today())
    typing = Typing({"on": typed.subject.on.isoformat(), **texts}, typed.faults)
    evaluation = evaluate(tried.scheme, typed.subject)
    html = render_page(
        session,
        place,
        "evaluations/what_if.html",
        page_title=gettext("What if"),
        tried=tried,
        scheme_name=name_of(tried.scheme.settings.name),
        note=name_of(tried.scheme.settings.note),
        table=score_table(tried.scheme, evaluation, {}, NO_LINKS),
        decided=decided(tried.scheme, evaluation, NO_LINKS),
        is_typed=any(texts.values()),
        fields=row_fields(asked, typing),
        veto_fields=veto_fields(asked, typing),
        subject_fields=subject_fields(asked, typing),
        title_fields=title_fields(asked, typing),
        errors={name: _error(typing, name) for name in typed.faults},
    )
    return html, 422 if typed.faults else 200


def _error(typing: Typing, name: str) -> str:
    """Return what is wrong with a field, with the code of what it asks for."""
    return f"{name.partition('.')[2]} {typing.error(name)}".strip()


def _was_typed() -> bool:
    """Tell whether the form of fields was sent, not the choice of a scheme."""
    return request.form.get("typed") == "1"
