"""What a version of a scheme says otherwise than the one published before it."""

from sqlmodel import Session

from server.domain.schemes.reading.differences import Difference, differences
from server.domain.schemes.reading.scheme_json import unpack_scheme
from server.store.queries import schemes
from server.store.tables.schemes import SchemeVersion


def scheme_differences(session: Session, version: SchemeVersion) -> tuple[Difference, ...]:
    """Return the differences of a version to the one published last before it; none for a first."""
    before = schemes.find_published_before(session, version)
    if before is None:
        return ()
    return differences(unpack_scheme(before.content), unpack_scheme(version.content))
