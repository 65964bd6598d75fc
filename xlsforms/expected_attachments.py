"""The files that a form asks for, by the rules ODK Central finds them with.

Sources: instance `src`, media in itext, default answers that name a picture, external selects,
and `search()`. `jr://instance/last-saved` lives on the phone only and is none.
"""

import re
from collections.abc import Iterator

from lxml import etree

from xlsforms.compiled_form import AttachmentKind, ExpectedAttachment
from xlsforms.xform_choices import ITEMSETS_FILE, searched_file
from xlsforms.xform_document import XformDocument, text_of

_URL = re.compile(r"jr://(images|audio|video|file|file-csv)/([^/]+)")
_KINDS: dict[str, AttachmentKind] = {"images": "image", "audio": "audio", "video": "video"}
_MEDIA_FORMS = frozenset({"image", "audio", "video", "big-image"})


def expected_attachments(document: XformDocument) -> tuple[ExpectedAttachment, ...]:
    """Return each expected file once, in the order the form names them."""
    found: dict[str, ExpectedAttachment] = {}
    for url in _urls(document):
        match = _URL.fullmatch(url.strip())
        if match:
            name = match.group(2)
            found.setdefault(name, ExpectedAttachment(name, _KINDS.get(match.group(1), "file")))
    for name in _body_files(document.body):
        found.setdefault(name, ExpectedAttachment(name, "file"))
    return tuple(found.values())


def _urls(document: XformDocument) -> Iterator[str]:
    for instance in document.model.iterfind("{*}instance"):
        yield instance.get("src", "")
    for value in document.model.iterfind("{*}itext/{*}translation/{*}text/{*}value"):
        if value.get("form") in _MEDIA_FORMS:
            yield text_of(value)
    for node in document.root.iter():
        text = (node.text or "").strip()
        if len(node) == 0 and text.startswith("jr://images/"):
            yield text


def _body_files(body: etree._Element | None) -> Iterator[str]:
    for element in () if body is None else body.iter():
        if element.get("query") is not None:
            yield ITEMSETS_FILE
        searched = searched_file(element.get("appearance", ""))
        if searched is not None:
            yield searched
