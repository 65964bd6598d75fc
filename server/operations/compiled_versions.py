"""Versions of schemes ready to score; each is compiled once in a process."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session

from server.domain.schemes.inputs.needs import Needs, needs_of
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.reading.scheme_json import unpack_scheme
from server.store.tables.schemes import SchemeVersion

_MOST_COMPILED = 16


@dataclass(frozen=True, slots=True)
class CompiledVersion:
    """A version with its scheme compiled, and what that asks for."""

    version_id: int
    scheme_id: int
    content_sha256: str
    scheme: CompiledScheme
    needs: Needs


def compiled_version(session: Session, version_id: int) -> CompiledVersion:
    """Return a version ready to score; its cells were checked when it was uploaded."""
    row = session.get_one(SchemeVersion, version_id)
    scheme, needs = _compiled(row.content)
    return CompiledVersion(version_id, row.scheme_id, row.content_sha256, scheme, needs)


@lru_cache(maxsize=_MOST_COMPILED)
def _compiled(content: bytes) -> tuple[CompiledScheme, Needs]:
    scheme = compile_scheme(unpack_scheme(content))
    return scheme, needs_of(scheme)


def in_order(versions: Sequence[CompiledVersion]) -> tuple[CompiledVersion, ...]:
    """Return versions so that a scheme comes after those whose results it asks for.

    Schemes that ask for one another in a circle keep their order and see last results.
    """
    left = list(versions)
    ordered: list[CompiledVersion] = []
    while left:
        waiting = {one.scheme.settings.scheme for one in left}
        free = [one for one in left if not _asked(one) & waiting] or left[:1]
        ordered += free
        left = [one for one in left if one not in free]
    return tuple(ordered)


def _asked(one: CompiledVersion) -> set[str]:
    return {need.slug for need in one.needs.schemes} - {one.scheme.settings.scheme}
