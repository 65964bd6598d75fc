"""What a submission says shall become of entities: its `meta/entity` blocks, read and checked.

ODK XForms entities 2022.1 to 2025.1: one block at the root, or one in any group or row of a repeat,
each with the answers that its scope saves to properties. Attributes may carry a namespace, the id a
`uuid:`; an empty text is the same as none for versions, trunk and branch, as web forms send blanks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from server.domain.xml_parsing import local_name, parse_xml, whole_text
from xlsforms.compiled_form import CompiledForm, EntityDeclaration

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UUID_4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_VERSION = re.compile(r"[0-9]{1,9}")
_TRUE = frozenset({"1", "true"})
MOST_LABEL, MOST_TEXT = 1_000, 50_000
"""Characters of a label and of a property: no phone reads a row of 2 MB (Android, CursorWindow)."""
_ROW = re.compile(r"\[\d+\]")
_SHOWN = 100
"""Characters of a wrong value that are kept to be shown."""


class EntityFault(StrEnum):
    """Why an entity of a submission was not written."""

    NOT_DECLARED = "not_declared"
    NO_ID = "no_id"
    BAD_ID = "bad_id"
    BAD_VERSION = "bad_version"
    BAD_BRANCH = "bad_branch"
    TRUNK_WITHOUT_BRANCH = "trunk_without_branch"
    NO_BASE_VERSION = "no_base_version"
    NO_LABEL = "no_label"
    TOO_LONG = "too_long"
    TWICE = "twice"
    LIST_MISSING = "list_missing"
    EXISTS = "exists"
    MISSING = "missing"
    DELETED = "deleted"
    VERSION_MISSING = "version_missing"
    OUT_OF_AREA = "out_of_area"
    DOES_NOT_FIT = "does_not_fit"
    TAKEN = "taken"
    WAITS_FOR_APPROVAL = "waits_for_approval"


@dataclass(frozen=True, slots=True)
class EntityError:
    """One thing that kept a submission from writing its entities, and where it says so."""

    fault: EntityFault
    dataset: str = ""
    place: str = ""
    """The group or row of a repeat that holds the block, as "/visit[2]"; "" is the root."""
    uuid: str = ""
    value: str = ""
    """The property or value that is wrong, if it is one."""


class EntityRefused(Exception):
    """Entities that cannot be written; nothing of their submission is."""

    def __init__(self, *errors: EntityError) -> None:
        super().__init__(", ".join(f"{one.place} {one.fault}" for one in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What one block says: which entity, created or updated from what, and its new values."""

    dataset: str
    uuid: str
    creates: bool
    updates: bool
    place: str = ""
    base_version: int | None = None
    trunk_version: int | None = None
    branch_id: str | None = None
    label: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    """Answers that were there; a question that was not asked changes nothing, an empty one does."""

    def error(self, fault: EntityFault, value: str = "") -> EntityError:
        """Return what went wrong with this change."""
        return EntityError(fault, self.dataset, self.place, self.uuid, value[:_SHOWN])


def read_entity_changes(xml: bytes, form: CompiledForm) -> tuple[EntityChange, ...]:
    """Return what a submission to a form asks for, in document order.

    Blocks that ask for nothing are left out, and encrypted submissions ask for nothing. Raises
    EntityRefused with everything that is wrong, BadSubmissionXml for what is no XML.
    """
    if not form.entity_declarations:
        return ()
    root = parse_xml(xml).root
    if _attributes(root).get("encrypted") == "yes":
        return ()
    reader = _Reader(form)
    reader.walk(root, "", "")
    seen: set[tuple[str, str]] = set()
    for one in reader.changes:
        if (one.dataset, one.uuid) in seen:
            reader.errors.append(one.error(EntityFault.TWICE))
        seen.add((one.dataset, one.uuid))
    if reader.errors:
        raise EntityRefused(*reader.errors)
    return tuple(reader.changes)


def of_new_rows(changes: Iterable[EntityChange], form: CompiledForm) -> tuple[EntityChange, ...]:
    """Return those that create in a row of a repeat, where an edit may add rows.

    Elsewhere a block stands for the one entity of its submission: an edit that names another id for
    it has drawn the id anew.
    """
    repeats = _repeats(form)
    return tuple(
        one for one in changes if one.creates and f"{_ROW.sub('', one.place)}/".startswith(repeats)
    )


def may_add_rows(form: CompiledForm) -> bool:
    """Tell whether a row of a repeat of a form can create an entity."""
    repeats = _repeats(form)
    return any(
        one.creates and f"{one.path}/".startswith(repeats) for one in form.entity_declarations
    )


def _repeats(form: CompiledForm) -> tuple[str, ...]:
    return tuple(f"{one.path}/" for one in form.fields if one.type == "repeat")


class _Reader:
    """Walks a submission and gathers its blocks, each with the answers of its scope."""

    def __init__(self, form: CompiledForm) -> None:
        self._declared = {(one.path, one.dataset): one for one in form.entity_declarations}
        self._scopes = {one.path for one in form.entity_declarations}
        self._saved = {one.path: one.save_to for one in form.fields if one.save_to is not None}
        self.changes: list[EntityChange] = []
        self.errors: list[EntityError] = []

    def walk(self, element: etree._Element, path: str, place: str) -> None:
        """Gather the blocks of an element and of all below it."""
        if path in self._scopes:
            for block in _blocks(element):
                self._read(block, element, path, place)
        counts: dict[str, int] = {}
        for child in element:
            name = local_name(child.tag)
            counts[name] = counts.get(name, 0) + 1
            below = f"{path}/{name}"
            if any(one == below or one.startswith(f"{below}/") for one in self._scopes):
                self.walk(child, below, f"{place}/{name}[{counts[name]}]")

    def _read(self, block: etree._Element, scope: etree._Element, path: str, place: str) -> None:
        given = {name: text.strip() for name, text in _attributes(block).items()}
        creates, updates = (given.get(name, "") in _TRUE for name in ("create", "update"))
        if not creates and not updates:
            return
        dataset = given.get("dataset", "")
        uuid = given.get("id", "").removeprefix("uuid:").lower()
        label = next((whole_text(one) for one in block.iterchildren("{*}label")), None)
        change = EntityChange(
            dataset=dataset,
            uuid=uuid[:_SHOWN],
            creates=creates,
            updates=updates,
            place=place,
            base_version=_version(given, "baseVersion"),
            trunk_version=_version(given, "trunkVersion"),
            branch_id=given.get("branchId", "").lower() or None,
            label=(label or "").strip() or None,
            properties=dict(self._properties(scope, path)),
        )
        errors = [*_faults(change, given, self._declared.get((path, dataset)))]
        self.errors.extend(errors)
        if not errors:
            self.changes.append(change)

    def _properties(self, element: etree._Element, path: str) -> Iterator[tuple[str, str]]:
        """Yield the properties that answers of a scope are saved to, scopes inside left out."""
        for child in element:
            below = f"{path}/{local_name(child.tag)}"
            if below in self._scopes:
                continue
            name = self._saved.get(below)
            if name is not None:
                yield name, whole_text(child) or ""
            elif len(child):
                yield from self._properties(child, below)


def _faults(
    change: EntityChange, given: Mapping[str, str], declared: EntityDeclaration | None
) -> Iterator[EntityError]:
    if declared is None or not _is_allowed(change, declared):
        yield change.error(EntityFault.NOT_DECLARED, change.dataset)
    if not change.uuid:
        yield change.error(EntityFault.NO_ID)
    elif not (_UUID_4 if change.creates else _UUID).fullmatch(change.uuid):
        yield change.error(EntityFault.BAD_ID, change.uuid)
    if not change.updates and change.label is None:
        yield change.error(EntityFault.NO_LABEL)
    for name in too_long(change.label, change.properties):
        yield change.error(EntityFault.TOO_LONG, name)
    yield from _branch_faults(change, given)


def too_long(label: str | None, properties: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of what is longer than phones can hold of an entity."""
    if len(label or "") > MOST_LABEL:
        yield "label"
    yield from (name for name, text in properties.items() if len(text) > MOST_TEXT)


def _branch_faults(change: EntityChange, given: Mapping[str, str]) -> Iterator[EntityError]:
    for name in ("baseVersion", "trunkVersion"):
        if given.get(name) and _version(given, name) is None:
            yield change.error(EntityFault.BAD_VERSION, given[name])
    if change.branch_id is not None and not _UUID.fullmatch(change.branch_id):
        yield change.error(EntityFault.BAD_BRANCH, change.branch_id)
    if change.branch_id is None and given.get("trunkVersion"):
        yield change.error(EntityFault.TRUNK_WITHOUT_BRANCH)
    if not change.creates and not given.get("baseVersion"):
        yield change.error(EntityFault.NO_BASE_VERSION)


def _is_allowed(change: EntityChange, declared: EntityDeclaration) -> bool:
    """Tell whether the form that was published does what the submission asks for."""
    return (declared.creates or not change.creates) and (declared.updates or not change.updates)


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    for meta in element.iterchildren("{*}meta"):
        yield from meta.iterchildren("{*}entity")


def _attributes(element: etree._Element) -> dict[str, str]:
    return {local_name(name): str(text) for name, text in element.items()}


def _version(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name, "")
    return int(text) if _VERSION.fullmatch(text) and int(text) > 0 else None
