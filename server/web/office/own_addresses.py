"""Which texts are addresses of office pages on this server, so that a reader may be led there."""

import re
from urllib.parse import urlsplit

from server.web.raw_path import has_dot_segments

_OURS = re.compile(r"/office(?:[/?][\x21-\x7e]*)?")


def is_address_of_ours(text: str) -> bool:
    """Tell whether a text is the address of an office page on this server, and nothing else.

    Browsers read `//host`, backslashes and addresses with tabs in them as other hosts.
    """
    if not _OURS.fullmatch(text) or "\\" in text:
        return False
    path = urlsplit(text).path
    return not has_dot_segments(path) and not path.startswith(("/office/login", "/office/logout"))
