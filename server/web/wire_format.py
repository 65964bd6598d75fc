"""Which format an answer has, decided from the path alone, for unmatched addresses too."""

import re
from enum import Enum, auto

_OPENROSA = re.compile(
    r"^/v1/(?:test/[^/]+/)?projects/[^/]+/"
    r"(?:formList|submission|datasets/[^/]+/integrity"
    r"|forms/[^/]+/(?:draft/)?(?:versions/[^/]+/)?(?:[0-9a-f]{32}/manifest|formList|manifest|submission)"
    r"|forms/[^/]+/draft/datasets/[^/]+/integrity)/?$"
)
_FORM_FILES = re.compile(
    r"^/v1/(?:test/[^/]+/)?projects/[^/]+/forms/[^/]+/"
    r"(?:draft/)?(?:versions/[^/]+/)?(?:attachments/[^/]+|content/.*)$"
)
_FORM_XML = re.compile(
    r"^/v1/(?:test/[^/]+/)?projects/[^/]+/forms/(?:[^/]+|[^/]+/draft|.*/versions/[^/]+)\.xml$"
)
_LOST_CLIENT = re.compile(r"^/(?:v[0-9]{1,3}|projects|sessions|users)(?:/|$)")
"""Addresses that a client of the interface asks for under no version or another one."""


class WireFormat(Enum):
    """The shapes an error can have."""

    OPENROSA = auto()
    ODATA_XML = auto()
    JSON = auto()
    PAGE = auto()


def wire_format(path: str, *, is_phone: bool = False) -> WireFormat:
    """Return the format of errors under an undecoded path.

    `is_phone`: the request came with an app user's token, so that downloads of forms and files
    answer as Collect understands (openrosa: errors are OpenRosaResponse).
    """
    if path == "/v1" or path.startswith("/v1/"):
        is_phone = is_phone or path.startswith("/v1/test/")
        if _OPENROSA.match(path) or (is_phone and _is_download(path)):
            return WireFormat.OPENROSA
        return WireFormat.ODATA_XML if path.endswith(".svc/$metadata") else WireFormat.JSON
    return WireFormat.JSON if _LOST_CLIENT.match(path) else WireFormat.PAGE


def _is_download(path: str) -> bool:
    return bool(_FORM_FILES.match(path) or _FORM_XML.match(path))
