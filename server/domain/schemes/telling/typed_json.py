"""Values of traces as JSON and back, by the types of their fields; numbers stay exact, as text.

What a field says by default is left out. A union of a number, yes or no and a text writes numbers
as {"number": "2.5"}, so that they do not become texts; a text in two languages is {"zh", "en"}.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any, NamedTuple

from server.domain.schemes.exact.outcome import Step
from server.domain.schemes.exact.values import Text, plain

_NOTHING = object()
_VALUE, _SHOWN = frozenset({Decimal, bool, str}), frozenset({str, Text})


class Codec(NamedTuple):
    """How values of a type are written, and read again."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


@cache
def codec_of(hint: Any) -> Codec:
    """Return how values of a type are written and read. Raises TypeError for others."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, types.UnionType) or origin is typing.Union:
        return _union(frozenset(inner))
    if origin is tuple:
        return _many(codec_of(inner[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(codec_of(inner[1]))
    if hint is Step:
        return Codec(_write_step, _read_step)
    if dataclasses.is_dataclass(hint) or hasattr(hint, "_field_defaults"):
        return _record(hint)
    return _plain(hint)


def _plain(hint: Any) -> Codec:
    if hint is Decimal:
        return Codec(plain, _number)
    if hint is date:
        return Codec(date.isoformat, date.fromisoformat)
    if hint in {str, bool, int}:
        return Codec(_same, lambda found: _checked(found, hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Codec(str, hint)
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        return Codec(lambda one: one.name.lower(), lambda found: hint[_checked(found, str).upper()])
    raise TypeError(f"No JSON for {hint}")


def _union(members: frozenset[Any]) -> Codec:
    some = members - {types.NoneType}
    if some == _VALUE:
        one = Codec(_write_value, _read_value)
    elif some == _SHOWN:
        one = Codec(_write_shown, _read_shown)
    elif len(some) == 1:
        one = codec_of(next(iter(some)))
    else:
        raise TypeError(f"No JSON for {members}")
    if some == members:
        return one
    return Codec(
        lambda value: None if value is None else one.write(value),
        lambda found: None if found is None else one.read(found),
    )


def _many(one: Codec) -> Codec:
    write, read = one
    return Codec(
        lambda values: [write(value) for value in values],
        lambda found: tuple(read(value) for value in _checked(found, list)),
    )


def _mapping(one: Codec) -> Codec:
    write, read = one
    return Codec(
        lambda values: {key: write(value) for key, value in values.items()},
        lambda found: {key: read(value) for key, value in _checked(found, dict).items()},
    )


def _record(kind: Any) -> Codec:
    hints = typing.get_type_hints(kind)
    fields = [(name, codec_of(hints[name]), _default(kind, name)) for name in _names(kind)]

    def write(value: Any) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, one, default in fields:
            held = getattr(value, name)
            if held != default:
                made[name] = one.write(held)
        return made

    def read(found: Any) -> Any:
        told = _checked(found, dict)
        return kind(**{name: one.read(told[name]) for name, one, _ in fields if name in told})

    return Codec(write, read)


def _names(kind: Any) -> tuple[str, ...]:
    if dataclasses.is_dataclass(kind):
        return tuple(one.name for one in dataclasses.fields(kind))
    return tuple(kind._fields)


def _default(kind: Any, name: str) -> object:
    if not dataclasses.is_dataclass(kind):
        return kind._field_defaults.get(name, _NOTHING)
    field = next(one for one in dataclasses.fields(kind) if one.name == name)
    return _NOTHING if field.default is dataclasses.MISSING else field.default


def _write_step(one: Step) -> list[Any]:
    if not one.facts:
        return [one.text]
    return [one.text, {name: _write_shown(fact) for name, fact in one.facts}]


def _read_step(found: Any) -> Step:
    text, *facts = _checked(found, list)
    told = _checked(facts[0], dict) if facts else {}
    return Step(
        _checked(text, str), tuple((name, _read_shown(fact)) for name, fact in told.items())
    )


def _write_value(value: Any) -> Any:
    return {"number": plain(value)} if isinstance(value, Decimal) else value


def _read_value(found: Any) -> Any:
    return _number(found["number"]) if isinstance(found, dict) else _checked(found, bool, str)


def _write_shown(value: Any) -> Any:
    return {"zh": value.zh, "en": value.en} if isinstance(value, Text) else value


def _read_shown(found: Any) -> Any:
    return Text(found["zh"], found["en"]) if isinstance(found, dict) else _checked(found, str)


def _number(found: Any) -> Decimal:
    return Decimal(_checked(found, str))


def _same(value: Any) -> Any:
    return value


def _checked(found: Any, *kinds: type) -> Any:
    if type(found) not in kinds:
        raise TypeError(f"{type(found).__name__} where {kinds} is expected")
    return found
