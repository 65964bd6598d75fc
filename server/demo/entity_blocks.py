"""What a phone writes of entities into a filled form: a `meta/entity` in each row of a repeat."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from server.domain.xml_parsing import parse_xml


@dataclass(frozen=True, slots=True)
class EntityBlock:
    """An entity that a row creates, or updates from a version that the phone had got."""

    repeat: str
    row: int
    dataset: str
    uuid: str
    label: str | None = None
    base_version: int | None = None
    branch_id: str | None = None
    """Of changes to an entity that the phone itself has made or changed since it synced."""


def drawn_uuid(*what: object) -> str:
    """Return the id of an entity as a phone draws it, the same every time for the same thing."""
    drawn = hashlib.sha256("/".join(map(str, what)).encode()).digest()
    return str(uuid.UUID(bytes=drawn[:16], version=4))


def with_entities(xml: bytes, blocks: Sequence[EntityBlock]) -> bytes:
    """Return a filled form with its entities written into the rows they belong to."""
    if not blocks:
        return xml
    root = parse_xml(xml).root
    for block in blocks:
        row = root.findall(block.repeat)[block.row]
        entity = etree.SubElement(etree.SubElement(row, "meta"), "entity")
        entity.set("dataset", block.dataset)
        entity.set("id", block.uuid)
        if block.base_version is None:
            entity.set("create", "1")
        else:
            entity.set("update", "1")
            entity.set("baseVersion", str(block.base_version))
            entity.set("trunkVersion", "")
            entity.set("branchId", block.branch_id or "")
        if block.label is not None:
            etree.SubElement(entity, "label").text = block.label
    return etree.tostring(root, encoding="utf-8")
