"""Reading stored JSON objects field by field, with the wrong shape refused by name."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

JsonValue: TypeAlias = "str | int | bool | Mapping[str, JsonValue] | Sequence[JsonValue] | None"
JsonObject: TypeAlias = Mapping[str, JsonValue]


class BadJson(ValueError):
    """Stored JSON that does not have the expected shape."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Unexpected or missing value: {key}")
        self.key = key


def text_of(value: Mapping[str, object], key: str) -> str:
    """Return the text under the key. Raises BadJson."""
    found = value.get(key)
    if not isinstance(found, str):
        raise BadJson(key)
    return found


def integer_of(value: Mapping[str, object], key: str) -> int:
    """Return the whole number under the key. Raises BadJson."""
    found = value.get(key)
    if not isinstance(found, int) or isinstance(found, bool):
        raise BadJson(key)
    return found


def boolean_of(value: Mapping[str, object], key: str) -> bool:
    """Return the truth value under the key. Raises BadJson."""
    found = value.get(key)
    if not isinstance(found, bool):
        raise BadJson(key)
    return found


def decimal_of(value: Mapping[str, object], key: str) -> Decimal:
    """Return the number written as text under the key. Raises BadJson."""
    try:
        found = Decimal(text_of(value, key))
    except InvalidOperation as problem:
        raise BadJson(key) from problem
    if not found.is_finite():
        raise BadJson(key)
    return found


def optional_integer_of(value: Mapping[str, object], key: str) -> int | None:
    """Return the whole number under the key, None for null or no key. Raises BadJson."""
    return None if value.get(key) is None else integer_of(value, key)


def object_of(value: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return the object under the key. Raises BadJson."""
    found = value.get(key)
    if not isinstance(found, Mapping):
        raise BadJson(key)
    return found


def objects_of(value: Mapping[str, object], key: str) -> tuple[Mapping[str, object], ...]:
    """Return the objects in the list under the key. Raises BadJson."""
    found = value.get(key)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise BadJson(key)
    if not all(isinstance(one, Mapping) for one in found):
        raise BadJson(key)
    return tuple(found)


def texts_of(value: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Return the texts in the list under the key. Raises BadJson."""
    found = value.get(key)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise BadJson(key)
    if not all(isinstance(one, str) for one in found):
        raise BadJson(key)
    return tuple(found)
