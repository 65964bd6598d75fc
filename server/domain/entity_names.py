"""Names of entity lists and of their properties, as ODK's specification allows them."""

import re

_LIST = re.compile(r"(?!__)(?:[^\W\d]|:)[\w:-]*")
_PROPERTY = re.compile(r"(?!__)[^\W\d][\w.-]*")
_RESERVED = frozenset({"name", "label"})
MOST_LIST_NAME = 200


def is_list_name(name: str) -> bool:
    """Tell whether a list may have this name: no dot, and no two lines in front."""
    return len(name) <= MOST_LIST_NAME and _LIST.fullmatch(name) is not None


def is_property_name(name: str) -> bool:
    """Tell whether a property may have this name."""
    is_free = name.lower() not in _RESERVED
    return is_free and len(name) <= MOST_LIST_NAME and _PROPERTY.fullmatch(name) is not None
