"""The forms that a campaign may ask: published, anonymous, and possible on the worker's page."""

from dataclasses import dataclass

from sqlmodel import Session

from server.domain.page_form import check_page_form
from server.i18n import problem_text
from server.problems import FormNotForPage
from server.store.queries import forms, offered_forms
from xlsforms.read_xform import read_xform


@dataclass(frozen=True, slots=True)
class SurveyForms:
    """Forms to choose from, and why other anonymous forms can't be chosen."""

    options: tuple[dict[str, str], ...]
    refused: tuple[str, ...]


def survey_forms(session: Session, project_id: int) -> SurveyForms:
    """Return the forms of a project that a campaign may ask."""
    options, refused = [], []
    for form, version in forms.list_forms(session, project_id):
        if not form.is_anonymous or form.current_version_id is None:
            continue
        try:
            check_page_form(read_xform(offered_forms.get_xform(session, form.current_version_id)))
        except FormNotForPage as problem:
            refused.append(problem_text(problem))
            continue
        options.append({"value": form.form_id, "label": f"{version.title} ({form.form_id})"})
    return SurveyForms(tuple(options), tuple(refused))
