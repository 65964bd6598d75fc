"""All XML documents of the OpenRosa interface (OpenRosa 1.0; namespaces never prefixed)."""

from flask import Response
from lxml import etree

RESPONSE_NAMESPACE = "http://openrosa.org/http/response"
CONTENT_TYPE = "text/xml; charset=utf-8"
SUCCESS = "full submission upload was successful!"


def refusal(message: str) -> Response:
    """Return an OpenRosaResponse that tells the interviewer why something was refused."""
    return _response(message, nature="error")


def created() -> Response:
    """Return the 201 that Collect knows: it shows these very words in the phone's language."""
    response = _response(SUCCESS, nature="submit_success")
    response.status_code = 201
    return response


def _response(message: str, *, nature: str) -> Response:
    root = etree.Element(
        f"{{{RESPONSE_NAMESPACE}}}OpenRosaResponse", nsmap={None: RESPONSE_NAMESPACE}, items="0"
    )
    element = etree.SubElement(root, f"{{{RESPONSE_NAMESPACE}}}message", nature=nature)
    element.text = message
    return Response(etree.tostring(root, encoding="UTF-8"), content_type=CONTENT_TYPE)
