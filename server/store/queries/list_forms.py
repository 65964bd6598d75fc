"""Which forms read an entity list, and which write to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session

from server.store.tables.entities import EntityList
from server.store.tables.forms import Form, FormAttachment, FormVersion
from server.store.upsert import table_of
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform

_FORMS, _VERSIONS, _FILES = table_of(Form), table_of(FormVersion), table_of(FormAttachment)


@dataclass(frozen=True, slots=True)
class FormName:
    """A form as lists name it."""

    form_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ListForms:
    """The published forms of a list; `by_property` says which of them write what."""

    linked: tuple[FormName, ...] = ()
    sources: tuple[FormName, ...] = ()
    by_property: Mapping[str, tuple[FormName, ...]] = field(default_factory=dict)


def forms_of(session: Session, entity_list: EntityList) -> ListForms:
    """Return the published forms that read a list and those that write to it."""
    is_kept = (
        _FORMS.c.project_id == entity_list.project_id,
        _FORMS.c.deleted_at.is_(None),
    )
    linked = (
        select(_FORMS.c.form_id, _VERSIONS.c.title)
        .join(_VERSIONS, _VERSIONS.c.id == _FORMS.c.current_version_id)
        .join(_FILES, _FILES.c.form_version_id == _VERSIONS.c.id)
        .where(_FILES.c.entity_list_id == entity_list.id, *is_kept)
        .order_by(_FORMS.c.form_id)
        .distinct()
    )
    writing = (
        select(_FORMS.c.form_id, _VERSIONS.c.title, _VERSIONS.c.xform)
        .join(_VERSIONS, _VERSIONS.c.id == _FORMS.c.current_version_id)
        .where(_VERSIONS.c.entities_version.is_not(None), *is_kept)
        .order_by(_FORMS.c.form_id)
    )
    connection = session.connection()
    sources: list[FormName] = []
    by_property: dict[str, tuple[FormName, ...]] = {}
    for form_id, title, xml in connection.execute(writing):
        form, name = read_xform(xml), FormName(form_id, title)
        if any(one.dataset == entity_list.name for one in form.entity_declarations):
            sources.append(name)
            for one in _properties(form, entity_list.name):
                by_property[one] = (*by_property.get(one, ()), name)
    return ListForms(
        tuple(FormName(*row) for row in connection.execute(linked)), tuple(sources), by_property
    )


def _properties(form: CompiledForm, dataset: str) -> tuple[str, ...]:
    """Return the properties of a list that a form's answers are saved to."""
    places = {one.path: one.dataset for one in form.entity_declarations}
    found = []
    for one in form.fields:
        around = [path for path in places if not path or one.path.startswith(f"{path}/")]
        if one.save_to and around and places[max(around, key=len)] == dataset:
            found.append(one.save_to)
    return tuple(dict.fromkeys(found))
