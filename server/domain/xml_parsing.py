"""Hostile XML becomes an element tree or a named refusal: the one place that parses submissions.

Limits: 10 MB, 256 levels, 200,000 elements, UTF-8 only, no DOCTYPE (looked for after parsing, since
a search in the bytes misses it). A control character that XML forbids and barcode scanners send
(`&#29;`) is replaced by U+FFFD in a copy: a refused record would stay on the phone for ever.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

MAX_BYTES = 10_000_000
MAX_ELEMENTS = 200_000

_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45])|[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]));"
)
_CONTROL_CHARACTER = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UTF_8_NAMES = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


class XmlFault(StrEnum):
    """Why XML was refused."""

    TOO_LARGE = "too_large"
    TOO_MANY_ELEMENTS = "too_many_elements"
    NOT_UTF_8 = "not_utf_8"
    NOT_WELL_FORMED = "not_well_formed"
    DOCTYPE = "doctype"
    NO_FORM_ID = "no_form_id"
    SEVERAL_INSTANCE_IDS = "several_instance_ids"
    ID_TOO_LONG = "id_too_long"
    ENCRYPTED_WITHOUT_INSTANCE_ID = "encrypted_without_instance_id"


class BadSubmissionXml(ValueError):
    """XML that cannot be a submission; `fault` says why."""

    def __init__(self, fault: XmlFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ParsedXml:
    """The root of a document, and whether characters had to be replaced to read it."""

    root: etree._Element
    is_sanitised: bool


def parse_xml(xml: bytes) -> ParsedXml:
    """Return the document's root, without comments and processing instructions.

    Raises BadSubmissionXml.
    """
    _check_bytes(xml)
    try:
        return ParsedXml(root=_parse(xml), is_sanitised=False)
    except etree.XMLSyntaxError as problem:
        sanitised = _replace_forbidden(xml)
        if sanitised == xml:
            raise BadSubmissionXml(XmlFault.NOT_WELL_FORMED) from problem
    try:
        return ParsedXml(root=_parse(sanitised), is_sanitised=True)
    except etree.XMLSyntaxError as problem:
        raise BadSubmissionXml(XmlFault.NOT_WELL_FORMED) from problem


def local_name(name: str | bytes | bytearray) -> str:
    """Return the name of an element or attribute without its namespace."""
    return str(name).rpartition("}")[2]


def whole_text(element: etree._Element) -> str | None:
    """Return all text inside the element, as a phone reads it; None when there is none."""
    if len(element):
        return "".join(str(text) for text in element.itertext()) or None
    return element.text or None


def xml_text(text: str) -> str:
    """Return the text with U+FFFD in place of every character that XML cannot hold."""
    return _NOT_IN_XML.sub(_REPLACEMENT, text)


def _check_bytes(xml: bytes) -> None:
    if len(xml) > MAX_BYTES:
        raise BadSubmissionXml(XmlFault.TOO_LARGE)
    if xml.count(b"<") > 2 * MAX_ELEMENTS + 1:
        # An element takes at most two of them, so a flood is refused before it fills the memory.
        raise BadSubmissionXml(XmlFault.TOO_MANY_ELEMENTS)
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BadSubmissionXml(XmlFault.NOT_UTF_8) from problem


def _parse(xml: bytes) -> etree._Element:
    root = etree.fromstring(xml, _parser())
    tree = root.getroottree()
    # The stubs of lxml do not know what a DocInfo holds.
    doctype: str | None = getattr(tree.docinfo, "doctype", None)
    encoding: str | None = getattr(tree.docinfo, "encoding", None)
    if doctype:
        raise BadSubmissionXml(XmlFault.DOCTYPE)
    if encoding is not None and encoding.lower() not in _UTF_8_NAMES:
        raise BadSubmissionXml(XmlFault.NOT_UTF_8)
    if xml.count(b"<") > MAX_ELEMENTS and sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise BadSubmissionXml(XmlFault.TOO_MANY_ELEMENTS)
    return root


def _parser() -> etree.XMLParser:
    # One a call: a shared parser has a lock, and 10 MB of one phone would hold up the others.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _replace_forbidden(xml: bytes) -> bytes:
    replaced = _CONTROL_REFERENCE.sub(_REPLACEMENT.encode(), xml)
    return _CONTROL_CHARACTER.sub(_REPLACEMENT.encode(), replaced)
