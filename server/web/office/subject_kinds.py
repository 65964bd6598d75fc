"""Kinds of subjects in addresses and words: enterprises need no word in an address."""

from flask import request
from flask_babel import gettext

from server.domain.schemes.described.assigned import ENTERPRISE
from server.operations.assign_scheme import SUBJECT_KINDS
from server.problems import N_, NotFound

SUBJECTS = {
    "enterprise": N_("Enterprise"),
    "park": N_("Park"),
    "township": N_("Township"),
    "village": N_("Village"),
    "county": N_("County"),
    "city": N_("City"),
    "province": N_("Province"),
    "industry": N_("Whole industry"),
    "street": N_("Street"),
    "union": N_("Trade union"),
}


def subject_word(kind: str) -> str:
    """Return what a kind of subject is called."""
    return str(gettext(SUBJECTS[kind])) if kind in SUBJECTS else kind


def kind_word(kind: str) -> str | None:
    """Return a kind of subject as an address names it; enterprises need no word."""
    return None if kind == ENTERPRISE else kind


def subject_kind() -> str:
    """Return the kind of subject that the address of a page about one of them names."""
    kind = request.args.get("kind", ENTERPRISE)
    if kind not in SUBJECT_KINDS:
        raise NotFound
    return kind


def kind_from_address(kinds: tuple[str, ...]) -> str:
    """Return the kind of subject that the address names, else enterprises, else the first one."""
    wanted = request.args.get("kind", "")
    if wanted in kinds:
        return wanted
    return ENTERPRISE if ENTERPRISE in kinds or not kinds else kinds[0]
