"""An instance as a phone writes it: the form's own empty one, with answers put in.

Written from the XForms alone, like `collect_client`; it knows nothing of the server's code.
"""

import copy
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

_XFORMS = "{http://www.w3.org/2002/xforms}"
_ROSA = "http://openrosa.org/xforms"
_TEMPLATE = "{http://openrosa.org/javarosa}template"

Answers = Mapping[str, str]


def filled(
    xform: bytes,
    instance_id: str,
    answers: Answers,
    repeats: Mapping[str, Iterable[Answers]],
) -> bytes:
    """Return the XML of an instance; paths are "group/question", those of repeats below them."""
    instance = ET.fromstring(xform).find(f".//{_XFORMS}instance")  # noqa: S314 - from the server under test
    assert instance is not None
    root = copy.deepcopy(instance[0])
    root.attrib.pop("xmlns", None)
    for path, rows in repeats.items():
        _repeat(root, path, rows)
    for path, text in answers.items():
        _set(root, path, text)
    _set(root, "meta/instanceID", instance_id)
    _without_namespace(root)
    ET.register_namespace("orx", _ROSA)
    for element in root.findall("meta") + root.findall("meta/*"):
        element.tag = f"{{{_ROSA}}}{element.tag}"
    written = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    assert isinstance(written, bytes)
    return written


def _repeat(root: ET.Element, path: str, rows: Iterable[Answers]) -> None:
    """Replace the template of a repeat and its first instance by the instances given."""
    tag = _XFORMS + path
    found = root.findall(tag)
    template = next(one for one in found if _TEMPLATE in one.attrib)
    place = list(root).index(found[0])
    for one in found:
        root.remove(one)
    for row in reversed(list(rows)):
        made = copy.deepcopy(template)
        made.attrib.clear()
        for name, text in row.items():
            _set(made, name, text)
        root.insert(place, made)


def _set(element: ET.Element, path: str, text: str) -> None:
    found = element.find("/".join(_XFORMS + name for name in path.split("/")))
    assert found is not None, path
    found.text = text


def _without_namespace(root: ET.Element) -> None:
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
