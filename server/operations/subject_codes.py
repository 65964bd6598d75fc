"""Codes by which a spreadsheet names subjects: credit codes, and those of parks and areas.

An area goes by its administrative code, and by its names from the root down where it has none or
shares it; a park by its name. What people write instead of these is understood where it can mean
only one of those that they see.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.giving.sheet_table import read_place_code
from server.store.queries import areas, places, reached_enterprises
from server.store.queries.places import PlaceRow
from server.store.queries.scope import Scope

_BETWEEN = "/"


def known_subjects(
    session: Session, scope: Scope, kind: str, codes: Collection[str]
) -> Mapping[str, int]:
    """Return the keys of subjects within a scope by the codes that a file names them by."""
    if kind == ENTERPRISE:
        found = reached_enterprises.known_enterprises(session, scope, codes)
        return {code: key for code, (key, _) in found.items()}
    listed = places.list_places(session, scope, kind)
    names = _names(session, listed)
    meant = Counter(name for many in names.values() for name in many)
    return {name: key for key, many in names.items() for name in many if meant[name] == 1}


def codes_of_places(session: Session, scope: Scope, kind: str) -> Mapping[int, str]:
    """Return the code that a spreadsheet names each park or area of a scope by."""
    listed = places.list_places(session, scope, kind)
    shared = Counter(one.code for one in listed)
    paths = _paths(session, listed)
    return {
        one.id: one.code if one.code and shared[one.code] == 1 else paths.get(one.id, one.name)
        for one in listed
    }


def _names(session: Session, listed: Collection[PlaceRow]) -> Mapping[int, frozenset[str]]:
    """Return all that each place may be called by, as cells are read."""
    paths = _paths(session, listed)
    return {
        one.id: frozenset(
            read_place_code(name) for name in (one.code, one.name, paths.get(one.id)) if name
        )
        for one in listed
    }


def _paths(session: Session, listed: Collection[PlaceRow]) -> Mapping[int, str]:
    """Return the names of areas from the root down, by key."""
    above = areas.paths_of(session, {one.area_id for one in listed if one.area_id is not None})
    return {key: _BETWEEN.join(area.name for area in path) for key, path in above.items()}
