"""Filling in a form as a phone like Collect does: instance XML, edits, what it says of entities.

Written from the protocol alone, like `collect_client`; it knows nothing of the server's code. It
calculates what plain XPath 1.0 can (no functions of ODK's own but those of entities).
"""

import copy
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from tests.collect_entities import EntityAction, EntityList

XFORMS = "{http://www.w3.org/2002/xforms}"
_SAVE_TO = ("saveto", "{http://www.opendatakit.org/xforms/entities}saveto")
_JAVAROSA = "http://openrosa.org/javarosa"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_TRUE = {"1", "true"}

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Filled:
    """A finalised form."""

    xml: bytes
    instance_id: str
    actions: tuple[EntityAction, ...]


@dataclass(frozen=True, slots=True)
class FormParts:
    """What the phone needs of a form to fill it in."""

    instance: Element
    binds: Mapping[str, Mapping[str, str]]
    is_editable: bool
    action: str | None
    title: str


def read_form(xml: bytes) -> FormParts:
    """Return the parts of a form (its namespaces are left out, but for those of `meta`)."""
    root = etree.fromstring(xml, _PARSER)
    instance = root.find(f".//{XFORMS}instance/*")
    title = root.findtext(".//{http://www.w3.org/1999/xhtml}title")
    if instance is None or not instance.get("id") or not title:
        raise ValueError("FormParsingError")
    binds: dict[str, Mapping[str, str]] = {}
    for bind in root.iter(f"{XFORMS}bind"):
        attributes = {_local(str(key)): str(value) for key, value in bind.attrib.items()}
        binds[attributes["nodeset"].strip()] = attributes
    submission = root.find(f".//{XFORMS}submission")
    said = {} if submission is None else {_local(str(k)): v for k, v in submission.attrib.items()}
    return FormParts(
        instance, binds, said.get("client-editable") == "true", said.get("action"), title
    )


def fill(
    form: FormParts,
    answers: Mapping[str, str],
    lists: Mapping[str, EntityList],
    *,
    edit_of: Filled | None = None,
) -> Filled:
    """Return a finalised form; `answers` by path below the root, `edit_of` what was edited.

    Entities keep the ids they were given when their form was first opened.
    """
    root = _plain(copy.deepcopy(form.instance))
    for path, value in answers.items():
        _node(root, path).text = value
    instance_id = f"uuid:{uuid.uuid4()}"
    found = next(one for one in root.iter(etree.Element) if _local(one.tag) == "instanceID")
    found.text = instance_id
    meta = found.getparent()
    assert meta is not None
    if edit_of is not None:
        for old in [one for one in meta if _local(one.tag) == "deprecatedID"]:
            meta.remove(old)
        etree.SubElement(meta, "deprecatedID").text = edit_of.instance_id
    drawn = {} if edit_of is None else _drawn_ids(edit_of.xml)
    actions = tuple(_entity_actions(form, root, lists, drawn))
    xml = b"<?xml version='1.0' ?>" + etree.tostring(root, encoding="utf-8")
    return Filled(xml, instance_id, () if edit_of is not None else actions)


def _entity_actions(
    form: FormParts, root: Element, lists: Mapping[str, EntityList], drawn: Mapping[int, str]
) -> Iterator[EntityAction]:
    """Fill in the entity elements as their binds say, and yield what they do."""
    for number, entity in enumerate(_entities(root)):
        path = _path(root, entity)
        said = {_local(str(name)): name for name in entity.attrib}
        for name in ("create", "update"):
            if name in said:
                entity.set(said[name], _calculated(form, root, f"{path}/@{name}") or "1")
        is_create = "create" in said and entity.get(said["create"]) in _TRUE
        is_update = "update" in said and entity.get(said["update"]) in _TRUE
        list_name = entity.get(said["dataset"], "")
        entity_id = _calculated(form, root, f"{path}/@id") or (
            drawn.get(number) or str(uuid.uuid4()) if is_create else ""
        )
        entity.set(said["id"], entity_id)
        if "update" in said:
            _set_base(entity, said, lists.get(list_name), entity_id)
        label = entity.find("{*}label")
        if label is not None:
            label.text = _calculated(form, root, f"{path}/label")
        if is_create or is_update:
            written = None if label is None else label.text
            yield EntityAction(list_name, entity_id, is_create, written, _saved(form, root))


def _entities(root: Element) -> list[Element]:
    return [one for one in root.iter(etree.Element) if _local(one.tag) == "entity"]


def _drawn_ids(xml: bytes) -> dict[int, str]:
    """Return the ids in the entity elements of an instance, by their number in it."""
    root = etree.fromstring(xml, _PARSER)
    return {number: one.get("id", "") for number, one in enumerate(_entities(root))}


def _set_base(
    entity: Element, said: Mapping[str, str], known: EntityList | None, entity_id: str
) -> None:
    """Write which version the phone has, of which branch; blank when it has none."""
    held = None if known is None else known.rows.get(entity_id)
    base = "" if held is None else str(held.version)
    trunk = "" if held is None or held.trunk_version is None else str(held.trunk_version)
    branch = "" if held is None else held.branch_id
    for name, value in (("baseVersion", base), ("trunkVersion", trunk), ("branchId", branch)):
        if name in said:
            entity.set(said[name], value)


def _saved(form: FormParts, root: Element) -> dict[str, str]:
    """Return the properties that fields are saved to."""
    saved = {}
    for nodeset, bind in form.binds.items():
        if "saveto" in bind:
            found = root.xpath(nodeset)
            saved[bind["saveto"]] = "" if not found else found[0].text or ""
    return saved


def _calculated(form: FormParts, root: Element, nodeset: str) -> str:
    """Return what the bind of a node calculates; the empty text if it calculates nothing."""
    bind = form.binds.get(nodeset, {})
    calculate = bind.get("calculate", "").strip()
    if not calculate or "instance(" in calculate or "uuid(" in calculate:
        return ""
    owner, _, attribute = nodeset.partition("/@")
    (context,) = root.xpath(owner)
    # lxml can't ask from an attribute; a child of its element sees the same parents.
    place = etree.SubElement(context, "attribute") if attribute else context
    result = place.xpath(f"string({calculate})")
    if attribute:
        context.remove(place)
    return {"true": "1", "false": "0"}.get(str(result), str(result))


def _node(root: Element, path: str) -> Element:
    found = root.find("/".join("{*}" + name for name in path.split("/")))
    if found is None:
        raise KeyError(path)
    return found


def _path(root: Element, element: Element) -> str:
    names = [_local(element.tag), *(_local(one.tag) for one in element.iterancestors())]
    return "/" + "/".join(reversed(names))


def _plain(root: Element) -> Element:
    """Take templates of repeats and the namespace of XForms off an instance; others stay."""
    for one in root.iter(etree.Element):
        one.tag = one.tag.removeprefix(XFORMS)
    etree.cleanup_namespaces(root)
    made = etree.Element(root.tag, root.attrib, nsmap={k: v for k, v in root.nsmap.items() if k})
    made.text = root.text
    made.extend(list(root))
    for template in made.xpath("//*[@jr:template]", namespaces={"jr": _JAVAROSA}):
        template.getparent().remove(template)
    return made


def _local(name: str) -> str:
    return name.rpartition("}")[2]
