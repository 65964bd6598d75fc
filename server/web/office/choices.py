"""Things of a place to choose from in forms and filters."""

from collections.abc import Mapping

from sqlmodel import Session

from server.store.queries import forms
from server.web.office.frame import Place


def area_options(place: Place) -> list[dict[str, object]]:
    """Return the areas of a place to choose from, indented as the tree is."""
    return [
        {"value": area.id, "label": "\u3000" * depth + area.name} for area, depth in place.choices
    ]


def form_titles(session: Session, project_id: int) -> Mapping[str, str]:
    """Return the titles of the forms of a project, by form ID."""
    return {form.form_id: one.title for form, one in forms.list_forms(session, project_id)}
