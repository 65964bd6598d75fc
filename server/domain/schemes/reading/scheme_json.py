"""A scheme as JSON and back: how a version is kept, the same bytes for the same cells.

Row numbers are kept too, so that what is found to be wrong later is still told at its cell.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping

from server.domain.json_values import (
    BadJson,
    JsonObject,
    JsonValue,
    integer_of,
    object_of,
    objects_of,
)
from xlsforms.scheme import PARAMETERS, SETTINGS, SHEETS, Scheme, SchemeRow

_LEVEL = 6
_ROWS = tuple(sheet for sheet in SHEETS if sheet not in {SETTINGS, PARAMETERS})


def pack_scheme(scheme: Scheme) -> bytes:
    """Return a scheme as compressed JSON."""
    return zlib.compress(_canonical(scheme), _LEVEL)


def unpack_scheme(packed: bytes) -> Scheme:
    """Return a scheme that was packed. Raises BadJson."""
    return scheme_from_json(json.loads(zlib.decompress(packed)))


def scheme_sha256(scheme: Scheme) -> str:
    """Return the hash of all cells in their order: two with the same one say the same."""
    return hashlib.sha256(_canonical(scheme)).hexdigest()


def scheme_to_json(scheme: Scheme) -> JsonObject:
    """Return a scheme as JSON, sheet by sheet."""
    made: dict[str, JsonValue] = {
        SETTINGS: {name: _row(row) for name, row in scheme.settings.items()},
        PARAMETERS: {code: [_row(row) for row in rows] for code, rows in scheme.parameters.items()},
    }
    for sheet in _ROWS:
        made[sheet] = [_row(row) for row in scheme.rows_of(sheet)]
    return made


def scheme_from_json(found: Mapping[str, object]) -> Scheme:
    """Return the scheme of its JSON. Raises BadJson."""
    settings, lists = object_of(found, SETTINGS), object_of(found, PARAMETERS)
    return Scheme(
        settings={name: _read_row(object_of(settings, name), SETTINGS) for name in settings},
        parameters={code: _read_rows(lists, code, PARAMETERS) for code in lists},
        **{sheet: _read_rows(found, sheet, sheet) for sheet in _ROWS},
    )


def _canonical(scheme: Scheme) -> bytes:
    made = scheme_to_json(scheme)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def _row(row: SchemeRow) -> JsonObject:
    return {"cells": dict(row.cells), "number": row.number}


def _read_rows(found: Mapping[str, object], name: str, sheet: str) -> tuple[SchemeRow, ...]:
    return tuple(_read_row(one, sheet) for one in objects_of(found, name))


def _read_row(one: Mapping[str, object], sheet: str) -> SchemeRow:
    cells = object_of(one, "cells")
    if not all(isinstance(text, str) for text in cells.values()):
        raise BadJson("cells")
    texts = {name: str(text) for name, text in cells.items()}
    return SchemeRow(texts, sheet, integer_of(one, "number"))
