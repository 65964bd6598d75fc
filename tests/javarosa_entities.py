"""What a form that JavaRosa finished says of entities, as Collect reads it off the instance."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from tests.collect_entities import EntityAction
from tests.collect_forms import FormParts

_TRUE = {"1", "true"}
_ROW = re.compile(r"\[\d+\]")


def entity_actions(form: FormParts, xml: bytes) -> Iterator[EntityAction]:
    """Yield what an instance creates and updates."""
    root = etree.fromstring(xml)
    tree = root.getroottree()
    saved = {path: one["saveto"] for path, one in form.binds.items() if "saveto" in one}
    for entity in root.iter("{*}entity"):
        said = {etree.QName(str(name)).localname: value for name, value in entity.items()}
        is_create = said.get("create") in _TRUE
        if not is_create and said.get("update") not in _TRUE:
            continue
        meta = entity.getparent()
        scope = None if meta is None else meta.getparent()
        assert scope is not None
        yield EntityAction(
            str(said["dataset"]),
            str(said["id"]),
            is_create,
            entity.findtext("{*}label"),
            dict(_properties(tree, scope, saved)),
        )


def _properties(
    tree: etree._ElementTree, scope: etree._Element, saved: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for one in scope.iter(etree.Element):
        name = saved.get(_ROW.sub("", tree.getpath(one)))
        if name is not None:
            yield name, one.text or ""
