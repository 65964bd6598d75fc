"""All XML documents of the OpenRosa interface (OpenRosa 1.0; namespaces never prefixed)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Response, request
from lxml import etree

RESPONSE_NAMESPACE = "http://openrosa.org/http/response"
FORM_LIST_NAMESPACE = "http://openrosa.org/xforms/xformsList"
MANIFEST_NAMESPACE = "http://openrosa.org/xforms/xformsManifest"
CONTENT_TYPE = "text/xml; charset=utf-8"
SUCCESS = "full submission upload was successful!"


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form in the form list; `md5` is that of the very bytes under `download_url`."""

    form_id: str
    name: str
    version: str
    md5: str
    download_url: str
    manifest_url: str | None


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file in a manifest; an entity list has a type and an integrity address."""

    name: str
    md5: str
    download_url: str
    type: str | None = None
    integrity_url: str | None = None


def form_list(forms: Iterable[ListedForm]) -> bytes:
    """Return the form list; no element of it is ever empty, as one bad item spoils the list."""
    root = _root(FORM_LIST_NAMESPACE, "xforms")
    for form in forms:
        item = _child(root, "xform")
        _child(item, "formID", form.form_id)
        _child(item, "name", form.name)
        if form.version:
            _child(item, "version", form.version)
        _child(item, "hash", f"md5:{form.md5}")
        _child(item, "downloadUrl", form.download_url)
        if form.manifest_url is not None:
            _child(item, "manifestUrl", form.manifest_url)
    return _written(root)


def manifest(files: Iterable[ListedFile]) -> bytes:
    """Return the manifest of a form version."""
    root = _root(MANIFEST_NAMESPACE, "manifest")
    for file in files:
        item = _child(root, "mediaFile")
        if file.type is not None:
            item.set("type", file.type)
        _child(item, "filename", file.name)
        _child(item, "hash", f"md5:{file.md5}")
        _child(item, "downloadUrl", file.download_url)
        if file.integrity_url is not None:
            _child(item, "integrityUrl", file.integrity_url)
    return _written(root)


def integrity(states: Mapping[str, bool]) -> bytes:
    """Return which entities are deleted, by UUID (OpenRosa entity integrity; no namespace)."""
    root = etree.Element("data")
    entities = etree.SubElement(root, "entities")
    for uuid, is_deleted in states.items():
        entity = etree.SubElement(entities, "entity", id=uuid)
        etree.SubElement(entity, "deleted").text = "true" if is_deleted else "false"
    return _written(root)


def answer(document: bytes) -> Response:
    """Return a document as the answer; 304 to a caller that has these very bytes."""
    response = Response(document, content_type=CONTENT_TYPE)
    response.add_etag()
    response.make_conditional(request)
    return response


def refusal(message: str) -> Response:
    """Return an OpenRosaResponse that tells the interviewer why something was refused."""
    return _response(message, nature="error")


def created() -> Response:
    """Return the 201 that Collect knows: it shows these very words in the phone's language."""
    response = _response(SUCCESS, nature="submit_success")
    response.status_code = 201
    return response


def _response(message: str, *, nature: str) -> Response:
    root = _root(RESPONSE_NAMESPACE, "OpenRosaResponse")
    root.set("items", "0")
    _child(root, "message", message).set("nature", nature)
    return Response(etree.tostring(root, encoding="UTF-8"), content_type=CONTENT_TYPE)


def _root(namespace: str, name: str) -> etree._Element:
    # The stubs of lxml do not know the prefix None, which makes a namespace the default one.
    prefixes = cast("dict[str, str]", {None: namespace})
    return etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)


def _child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    namespace = etree.QName(parent).namespace
    child = etree.SubElement(parent, f"{{{namespace}}}{name}")
    child.text = text
    return child


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
