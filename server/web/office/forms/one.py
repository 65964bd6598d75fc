"""One form: its draft, what it asks, its files, its versions and its state."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.roles import Verb
from server.store.queries import forms
from server.store.row_key import stored
from server.store.tables.forms import Form, FormAttachment, FormVersion
from server.web.auth import requires
from server.web.office.acting import may
from server.web.office.forms.blueprint import blueprint
from server.web.office.forms.draft_tests import DraftTests, tests_of
from server.web.office.forms.preview import Preview, preview_of
from server.web.office.forms.rows import STATE_WORDS, state_of
from server.web.office.forms.warning_words import warning_words
from server.web.office.frame import open_place, render_page
from server.web.state import state
from xlsforms.read_xform import read_xform


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with what it asks and the files it expects."""

    version_id: int
    version: str
    title: str
    has_workbook: bool
    warnings: tuple[str, ...]
    preview: Preview
    slots: tuple[FormAttachment, ...]

    @property
    def missing_count(self) -> int:
        """How many expected files are not there."""
        return sum(1 for slot in self.slots if not is_filled(slot))


def is_filled(slot: FormAttachment) -> bool:
    """Tell whether an expected file is there."""
    return slot.blob_sha256 is not None or slot.entity_list_id is not None


@blueprint.get("/<pk:project_id>/forms/<segment:form_id>")
@requires(Verb.FORM_READ)
def show_form(project_id: int, form_id: str) -> str:
    """Show a form; what may be done with it stands beside it for those who may."""
    with state().store.reading() as session:
        return form_page(session, project_id, form_id)


def form_page(
    session: Session,
    project_id: int,
    form_id: str,
    *,
    errors: dict[str, str] | None = None,
    version: str | None = None,
) -> str:
    """Return the page of a form; `errors` and the typed `version` are of a refused change."""
    place = open_place(session, project_id, Verb.FORM_READ)
    form = forms.get_form(session, project_id, form_id)
    may_change = may(Verb.FORM_CHANGE, project_id)
    draft = _draft(session, form) if may_change else None
    current = _current(session, form)
    shown = current or draft
    return render_page(
        session,
        place,
        "forms/one.html",
        page_title=shown.title if shown is not None else form_id,
        breadcrumbs=_breadcrumbs(project_id),
        form=form,
        state=state_of(form),
        state_choices=_state_choices(),
        draft=draft,
        tests=_tests(session, project_id, form) if draft is not None else None,
        current=current,
        versions=forms.list_published(session, stored(form.id)),
        may_change=may_change,
        may_see_submissions=may(Verb.SUBMISSION_READ, project_id) and not form.is_anonymous,
        errors=errors or {},
        typed_version=version,
    )


def _tests(session: Session, project_id: int, form: Form) -> DraftTests:
    return tests_of(session, project_id, form.form_id, forms.get_draft(session, form))


def _draft(session: Session, form: Form) -> VersionView | None:
    return None if form.draft_version_id is None else _view(session, forms.get_draft(session, form))


def _current(session: Session, form: Form) -> VersionView | None:
    if form.current_version_id is None:
        return None
    return _view(session, forms.get_current(session, form))


def _view(session: Session, version: FormVersion) -> VersionView:
    return VersionView(
        version_id=stored(version.id),
        version=version.version,
        title=version.title,
        has_workbook=version.workbook_sha256 is not None,
        warnings=warning_words(version.warnings),
        preview=preview_of(read_xform(version.xform)),
        slots=forms.list_slots(session, version.id),
    )


def _breadcrumbs(project_id: int) -> list[dict[str, str]]:
    return [
        {
            "label": gettext("Forms"),
            "url": url_for("office_forms.list_forms", project_id=project_id),
        }
    ]


def _state_choices() -> list[dict[str, str]]:
    hints = {
        "open": gettext(
            "Phones are offered the form and may send, also what was filled in with an old version."
        ),
        "closing": gettext(
            "No longer offered: phones remove the empty form at their next sync, and may still "
            "send what was filled in."
        ),
        "closed": gettext(
            "No longer offered, and new submissions are refused: they stay on the phone, and a "
            "copy is kept aside here. What has arrived already may be sent again."
        ),
    }
    return [
        {
            "value": one.value,
            "label": gettext(word),
            "hint": hints[one.value],
        }
        for one, word in STATE_WORDS.items()
    ]
