"""What the body of an XForm says about each node: its control, label, repeat and appearance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from xlsforms.xform_document import attribute, local_name
from xlsforms.xform_texts import resolve_path

CONTROLS = frozenset(
    {"input", "select1", "select", "upload", "range", "rank", "trigger", "secret", "odk:rank"}
)
_OWN_ATTRIBUTES = frozenset({"ref", "bind", "nodeset", "appearance", "mediatype", "query", "class"})


@dataclass(frozen=True, slots=True)
class BodyItem:
    """A control, group or repeat of the body, by the absolute path it is about."""

    path: str
    kind: str
    element: etree._Element
    appearance: str
    repeat_count: str | None = None

    @property
    def parameters(self) -> Mapping[str, str]:
        """Return the attributes that are special to this kind of control."""
        return {
            str(name).rpartition("}")[2]: str(value)
            for name, value in self.element.attrib.items()
            if str(name) not in _OWN_ATTRIBUTES
        }


def read_body(body: etree._Element | None, binds: Mapping[str, str]) -> dict[str, BodyItem]:
    """Return path -> body item; `binds` tells the node of a bind id. Repeats win over groups."""
    items: dict[str, BodyItem] = {}
    for item in [] if body is None else _walk(body, "", binds):
        known = items.get(item.path)
        if known is None:
            items[item.path] = item
        elif known.kind == "group" and item.kind == "repeat":
            appearance = f"{known.appearance} {item.appearance}".strip()
            # The label stands on the group that pyxform puts around a repeat.
            items[item.path] = BodyItem(
                item.path, "repeat", known.element, appearance, item.repeat_count
            )
    return items


def _walk(parent: etree._Element, context: str, binds: Mapping[str, str]) -> Iterator[BodyItem]:
    for element in parent:
        kind = local_name(element)
        if kind not in CONTROLS and kind not in {"group", "repeat"}:
            continue
        path = _path(element, context, binds)
        if path is not None:
            yield BodyItem(
                path=path,
                kind=kind,
                element=element,
                appearance=" ".join(element.get("appearance", "").split()),
                repeat_count=_repeat_count(element) if kind == "repeat" else None,
            )
        if kind in {"group", "repeat"}:
            yield from _walk(element, path or context, binds)


def _repeat_count(repeat: etree._Element) -> str | None:
    return (attribute(repeat, "count") or "").strip() or None


def _path(element: etree._Element, context: str, binds: Mapping[str, str]) -> str | None:
    bind = element.get("bind")
    if bind is not None:
        return binds.get(bind)
    reference = element.get("ref") or element.get("nodeset")
    return None if reference is None else resolve_path(reference, context)
