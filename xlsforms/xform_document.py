"""Parse an XForm from anywhere, strictly: the document and the parts every form must have."""

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from xlsforms.errors import XlsformError, refuse
from xlsforms.problem_codes import ProblemCode

MAX_BYTES = 10_000_000
MAX_NODES = 200_000
MEGABYTE = 1_000_000

_ENCODINGS = frozenset(
    {"utf-8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "gb2312", "gbk"}
    | {"gb18030", "windows-1252"}
)
_SERVED_AS_IT_IS = frozenset({"utf-8", "us-ascii", "ascii"})
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")


@dataclass(frozen=True, slots=True)
class XformDocument:
    """The bytes to be served and the elements that reading starts from."""

    xform: bytes
    html: etree._Element
    title: str
    model: etree._Element
    root: etree._Element
    """Root element of the primary instance."""
    body: etree._Element | None


def local_name(element: etree._Element) -> str:
    """Return the name of the element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """Return the attribute of this local name, whatever its namespace, as Collect looks it up."""
    value = element.get(name)
    if value is not None:
        return value
    return next(
        (str(text) for key, text in element.attrib.items() if str(key).endswith(f"}}{name}")), None
    )


def text_of(element: etree._Element) -> str:
    """Return the whole text of the element and what is in it, without space around."""
    return "".join(str(part) for part in element.itertext()).strip()


def open_xform(xml: bytes) -> XformDocument:
    """Return the parts of the XForm, in UTF-8 without a byte order mark; raise XlsformError.

    Limits as attacks on XML need them: 10 MB, 200,000 elements, 256 levels, no document type.
    """
    if len(xml) > MAX_BYTES:
        raise refuse(ProblemCode.XFORM_TOO_LARGE, limit=MAX_BYTES // MEGABYTE)
    tree = _parse(xml)
    served = _in_utf8(xml, (tree.docinfo.encoding or "utf-8").lower())
    if served is not xml:
        tree = _parse(served)
    html = tree.getroot()
    if sum(1 for _ in html.iter()) > MAX_NODES:
        raise refuse(ProblemCode.XFORM_TOO_MANY_NODES, limit=MAX_NODES)
    return _parts(served, html)


def _parse(xml: bytes) -> etree._ElementTree:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.ElementTree(etree.fromstring(xml, parser))
    except (etree.XMLSyntaxError, LookupError) as error:
        raise refuse(ProblemCode.XFORM_NOT_XML, reason=_first_line(error)) from error
    if getattr(tree.docinfo, "doctype", ""):  # the stubs of lxml do not know it
        raise refuse(ProblemCode.XFORM_DOCTYPE)
    return tree


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


def _in_utf8(xml: bytes, encoding: str) -> bytes:
    """Return the bytes as phones read them: UTF-8 whatever the declaration says, without mark."""
    if encoding not in _ENCODINGS:
        raise refuse(ProblemCode.XFORM_NOT_XML, reason=f"encoding {encoding}")
    if encoding in _SERVED_AS_IT_IS:
        return xml.removeprefix(codecs.BOM_UTF8) if xml.startswith(codecs.BOM_UTF8) else xml
    # The parser has read every byte; Python's tables may lack a rare character of GB 18030.
    text = xml.decode(encoding, "replace").removeprefix("\ufeff")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _DECLARATION.sub("", text).encode()


def _parts(xform: bytes, html: etree._Element) -> XformDocument:
    head = html.find("{*}head")
    if head is None or local_name(html) != "html":
        raise _incomplete("h:head")
    model = head.find("{*}model")
    if model is None:
        raise _incomplete("model")
    instance = model.find("{*}instance")
    if instance is None or len(instance) != 1:
        raise _incomplete("instance")
    title = head.find("{*}title")
    return XformDocument(
        xform=xform,
        html=html,
        title="" if title is None else text_of(title),
        model=model,
        root=instance[0],
        body=html.find("{*}body"),
    )


def _incomplete(element: str) -> XlsformError:
    return refuse(ProblemCode.XFORM_INCOMPLETE, element=element)
