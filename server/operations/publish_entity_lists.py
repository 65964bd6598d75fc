"""Make the entity lists and properties that a published form writes to, and tie slots to them."""

from collections.abc import Iterator

from sqlmodel import Session

from server.operations.form_slots import tie_to_list
from server.problems import EntityListNameDiffers, EntityPropertyNameDiffers
from server.store.queries import entities, forms
from server.store.queries.audits import By
from server.store.tables.forms import Form
from xlsforms.compiled_form import CompiledForm, EntityDeclaration


def publish_entity_lists(session: Session, by: By, form: Form, compiled: CompiledForm) -> None:
    """Make what the form's entity declarations name (ODK XForms entities, openrosa duties 7.3)."""
    for declaration in compiled.entity_declarations:
        properties = tuple(dict.fromkeys(_properties(compiled, declaration)))
        _check_names(session, form.project_id, declaration.dataset, properties)
        entities.ensure_list(
            session, form.project_id, declaration.dataset, properties=properties, now=by.at
        )
    for slot in forms.list_slots(session, form.current_version_id):
        if slot.blob_sha256 is None and slot.entity_list_id is None:
            tie_to_list(session, form.project_id, slot)


def _properties(compiled: CompiledForm, declaration: EntityDeclaration) -> Iterator[str]:
    """Yield the properties that fields of this declaration's group are saved to."""
    places = {one.path for one in compiled.entity_declarations}
    for field in compiled.fields:
        if field.save_to is None:
            continue
        around = [path for path in places if not path or field.path.startswith(path + "/")]
        if max(around, key=len, default=None) == declaration.path:
            yield field.save_to


def _check_names(session: Session, project_id: int, name: str, properties: tuple[str, ...]) -> None:
    """Raise when a name differs from one that is there in nothing but letter case."""
    for one in entities.list_lists(session, project_id):
        if one.name != name and one.name.casefold() == name.casefold():
            raise EntityListNameDiffers(current=one.name, provided=name)
        if one.name != name:
            continue
        known = {held.casefold(): held for held in one.properties}
        for provided in properties:
            if known.get(provided.casefold(), provided) != provided:
                current = known[provided.casefold()]
                raise EntityPropertyNameDiffers(current=current, provided=provided)
