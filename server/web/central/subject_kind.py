"""The kind of subject that an address names: enterprises, unless it says otherwise."""

from flask import request

from server.domain.schemes.described.assigned import ENTERPRISE
from server.operations.assign_scheme import SUBJECT_KINDS
from server.problems import N_, UnexpectedValue


def subject_kind() -> str:
    """Return `subjectKind` of the address; raises UnexpectedValue for a kind that nothing is."""
    kind = request.args.get("subjectKind", ENTERPRISE)
    if kind not in SUBJECT_KINDS:
        reason = N_("it is no kind of subject, such as enterprise, park or township")
        raise UnexpectedValue(field="subjectKind", value=kind[:40], reason=reason)
    return kind
