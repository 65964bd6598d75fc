"""What to look at again in a draft scheme: its own warnings, and measures that no form asks for."""

from functools import lru_cache

from sqlmodel import Session

from server.domain.schemes.checking.check_scheme import check_scheme
from server.domain.schemes.exact.faults import Fault
from server.domain.schemes.reading.scheme_json import unpack_scheme
from server.store.queries import forms
from server.store.tables.schemes import SchemeVersion
from xlsforms.read_xform import read_xform

_MOST_FORMS = 64


def scheme_warnings(session: Session, project_id: int, draft: SchemeVersion) -> tuple[Fault, ...]:
    """Return the warnings of a draft, whose errors were found when it was uploaded."""
    known = form_measures(session, project_id)
    found = check_scheme(unpack_scheme(draft.content), measures=known)
    return tuple(one for one in found.faults if one.kind.is_warning)


def form_measures(session: Session, project_id: int) -> frozenset[str]:
    """Return what the published forms and drafts of a project measure."""
    xforms = forms.list_xforms(session, project_id)
    return frozenset(one for xform in xforms for one in _measures(xform))


@lru_cache(maxsize=_MOST_FORMS)
def _measures(xform: bytes) -> tuple[str, ...]:
    return read_xform(xform).measures
