"""Which scheme a what-if is about: a version of the project, a delivered one, or an upload."""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.json_values import BadJson
from server.domain.roles import Verb
from server.domain.schemes.exact.faults import SchemeFaults
from server.domain.schemes.reading.compile_scheme import compile_scheme
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.reading.scheme_json import pack_scheme, scheme_from_json
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.typing.typed_texts import texts_of
from server.operations.compiled_versions import CompiledVersion, compiled_version
from server.operations.gather_inputs import frame_of
from server.operations.subjects_now import subjects_now
from server.operations.upload_scheme import read_scheme_cells
from server.problems import NotFound, Problem
from server.store.queries import campaigns, schemes, subjects
from server.web.auth import scope
from server.web.office.acting import may
from server.web.office.evaluations.chosen import name_of_scheme
from server.web.office.frame import Place
from server.web.office.list_state import key_from
from server.web.office.schemes.delivered_rows import delivered_rows
from server.web.office.schemes.rows import version_word
from server.web.office.schemes.upload import scheme_refusal
from server.web.office.subject_kinds import kind_word, subject_kind
from server.web.office.workbook_upload import Refusal, SentFile
from server.web.state import state
from xlsforms.delivered import read_delivered_scheme

PACKED = "packed"
MOST_BYTES = 2_000_000
"""Of an uploaded workbook; what is read of it travels with the form, packed."""
_MOST_PACKED = 300_000
_MOST_CELLS = 8_000_000


@dataclass(frozen=True, slots=True)
class Tried:
    """A scheme to try, what keeps it in the form, and values to begin with."""

    scheme: CompiledScheme
    action: str
    """The address that the form is sent to."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    """The name of the enterprise, park or area whose values these are."""
    back_url: str = ""


@dataclass(frozen=True, slots=True)
class NothingTried:
    """No scheme yet, or why an upload is none."""

    refusal: Refusal | None = None


def tried_scheme(session: Session, place: Place, file: SentFile | None) -> Tried | NothingTried:
    """Return the scheme that the request is about; `file` is a workbook that came with it.

    Raises NotFound for a version or delivered scheme that is not there.
    """
    if file is not None:
        return _uploaded(place, file)
    if packed := request.form.get(PACKED):
        return _unpacked(place, packed)
    version_id = key_from("version")
    if version_id is not None:
        return _version(session, place, version_id)
    if slug := request.args.get("delivered"):
        return _delivered(place, slug)
    if request.method == "POST":
        return NothingTried(Refusal(gettext("Choose the workbook of the scheme.")))
    return NothingTried()


def tried_schemes(session: Session, place: Place) -> list[dict[str, str]]:
    """Return the schemes there are to choose from: the project's newest versions, the delivered."""
    known = schemes.list_schemes(session, place.project_id)
    names = {one.id: name_of_scheme(one.name_zh, one.name_en) for one in known}
    sees_drafts = may(Verb.SCHEME_CHANGE, place.project_id)
    listed = schemes.list_versions(session, [one.id for one in known if one.id is not None])
    choices = [
        {
            "label": names[one.scheme_id],
            "detail": version_word(one),
            "url": _address(place, version=one.id),
        }
        for one in listed
        if sees_drafts or one.published_at is not None
    ]
    slugs = {one.slug for one in known}
    return choices + [
        {"label": one.name, "detail": "", "url": _address(place, delivered=one.slug)}
        for one in delivered_rows(slugs)
        if not one.is_here
    ]


def _uploaded(place: Place, file: SentFile) -> Tried | NothingTried:
    if len(file.data) > MOST_BYTES:
        return NothingTried(Refusal(gettext("The file is too large to be tried; upload it.")))
    try:
        cells, scheme = read_scheme_cells(file.data)
    except Problem as problem:
        return NothingTried(scheme_refusal(problem, file.name))
    packed = base64.b64encode(pack_scheme(cells)).decode()
    if len(packed) > _MOST_PACKED:
        return NothingTried(Refusal(gettext("The file is too large to be tried; upload it.")))
    return Tried(scheme, _address(place), {PACKED: packed})


def _unpacked(place: Place, packed: str) -> Tried | NothingTried:
    """Return the scheme that came back with its form; whatever came is read with limits."""
    try:
        return Tried(_compiled(packed), _address(place), {PACKED: packed})
    except (ValueError, RecursionError, zlib.error, BadJson, SchemeFaults):
        return NothingTried(Refusal(gettext("The form was damaged on its way. Choose the file.")))


@lru_cache(maxsize=4)
def _compiled(packed: str) -> CompiledScheme:
    inflater = zlib.decompressobj()
    text = inflater.decompress(base64.b64decode(packed, validate=True), _MOST_CELLS)
    if not inflater.eof:
        raise ValueError(packed[:20])
    found = json.loads(text)
    if not isinstance(found, dict):
        raise BadJson("scheme")
    return compile_scheme(scheme_from_json(found))


def _delivered(place: Place, slug: str) -> Tried:
    try:
        scheme = _delivered_scheme(slug)
    except (KeyError, FileNotFoundError) as fault:
        raise NotFound from fault
    return Tried(scheme, _address(place, delivered=slug))


@cache
def _delivered_scheme(slug: str) -> CompiledScheme:
    _, scheme = read_scheme_cells(read_delivered_scheme(slug))
    return scheme


def _version(session: Session, place: Place, version_id: int) -> Tried:
    row = schemes.get_version(session, place.project_id, version_id)
    if row.published_at is None and not may(Verb.SCHEME_CHANGE, place.project_id):
        raise NotFound
    version = compiled_version(session, version_id)
    subject_id, campaign_id = key_from("enterprise"), key_from("campaign")
    if subject_id is None or campaign_id is None:
        return Tried(version.scheme, _address(place, version=version_id))
    return _of_subject(session, place, version, (campaign_id, subject_id))


def _of_subject(
    session: Session, place: Place, version: CompiledVersion, keys: tuple[int, int]
) -> Tried:
    """Return a version with the values that an enterprise, or one of the named kind, has now."""
    (campaign_id, key), kind = keys, subject_kind()
    if not may(Verb.EVALUATION_READ, place.project_id):
        raise NotFound
    seen = scope(Verb.EVALUATION_READ, place.project_id)
    named = subjects.get_subject(session, seen, kind, key)
    campaign = campaigns.get_campaign(session, place.project_id, campaign_id)
    frame = frame_of(session, campaign, state().settings.time_zone)
    known = subjects_now(session, frame, version, [key], kind)
    if key not in known:
        raise NotFound
    subject, word = known[key], kind_word(kind)
    where: dict[str, int | str | None] = {
        "version": version.version_id,
        "enterprise": key,
        "campaign": campaign_id,
        "kind": word,
    }
    return Tried(
        scheme=version.scheme,
        action=_address(place, **where),
        texts=texts_of(version.scheme, evaluate(version.scheme, subject), subject),
        subject=named.name,
        back_url=url_for(
            "office_evaluations.show_evaluation",
            project_id=place.project_id,
            campaign_id=campaign_id,
            enterprise_id=key,
            version=version.version_id,
            kind=word,
        ),
    )


def _address(place: Place, **values: int | str | None) -> str:
    address: dict[str, Any] = {"project_id": place.project_id, **values}
    return url_for("office_evaluations.show_what_if", **address)
