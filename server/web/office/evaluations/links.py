"""From a figure to what it came from: site checks, photos, records, assessments, releases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from server.domain.release import MeasureFigures
from server.domain.roles import Verb
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.scoring.evaluation import Evaluation
from server.operations.assign_scheme import SUBJECT_KINDS
from server.problems import N_
from server.store.queries import behind_evaluations, releases
from server.store.queries.scope import Scope
from server.web.auth import scope
from server.web.office.acting import may
from server.web.office.evaluations.explained import Link, Links
from server.web.office.result_words import share_text
from server.web.office.subject_kinds import kind_word

_WORDS = {
    "submission": N_("Site check"),
    "release": N_("Survey results"),
    "record": N_("Department record"),
    "assessment": N_("Points by hand"),
    "title": N_("Title held"),
    "evaluation": N_("Another evaluation"),
    "enterprise": N_("Register"),
    **{kind: N_("Register of areas and parks") for kind in SUBJECT_KINDS if kind != ENTERPRISE},
}
_SELF_FORM = N_("Self-assessment form")


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom an evaluation is, and what of the project the reader sees."""

    scope: Scope
    campaign_id: int
    enterprise_id: int
    """Its key, of a park or an area too."""
    scheme_id: int
    kind: str = ENTERPRISE

    @property
    def project_id(self) -> int:
        """Key of the project."""
        return self.scope.project_id


def links_of(session: Session, whose: Whose, evaluations: Iterable[Evaluation]) -> Links:
    """Return where all that evaluations rest on can be looked at, found in a few queries."""
    observed = [one for evaluation in evaluations for one in observations_in(evaluation)]
    origins = {one.origin: one for one in observed if one.origin}
    return Links(
        origins={origin: _origin(whose, one) for origin, one in origins.items()},
        files=dict(_files(session, whose, observed)),
        options=_options(session, whose, set(origins)),
    )


def observations_in(evaluation: Evaluation) -> Iterator[Observation]:
    """Yield all observations of an evaluation: of its rows and vetoes."""
    for row in evaluation.rows.values():
        yield from row.used
        yield from row.beside
    for ruling in evaluation.vetoes.values():
        yield from ruling.used


def _origin(whose: Whose, one: Observation) -> Link:
    kind, _, key = one.origin.partition(":")
    return Link(_word(kind, one), _given_url(whose, kind, one.level) or _url(whose, kind, key))


def _word(kind: str, one: Observation) -> str:
    """Return what an observation came from, in a word; forms tell who filled them in."""
    if kind == "submission" and one.source is Source.SELF:
        return str(gettext(_SELF_FORM))
    return str(gettext(_WORDS[kind])) if kind in _WORDS else kind


def _given_url(whose: Whose, kind: str, level: str) -> str:
    """Return where points given by hand, records and titles are shown."""
    if kind == "assessment" and may(Verb.ASSESSMENT_READ, whose.project_id):
        return url_for(
            "office_assessments.show_sheet",
            project_id=whose.project_id,
            campaign_id=whose.campaign_id,
            scheme_id=whose.scheme_id,
            enterprise_id=whose.enterprise_id,
            level=level,
            kind=kind_word(whose.kind),
        )
    if kind in {"record", "title"} and may(Verb.RECORD_READ, whose.project_id):
        return url_for(
            "office_records.list_entries",
            project_id=whose.project_id,
            what=f"{kind}s",
            enterprise=whose.enterprise_id,
        )
    return ""


def _url(whose: Whose, kind: str, key: str) -> str:
    """Return where something is shown, empty when the reader may not see it there."""
    own = {"campaign_id": whose.campaign_id, "enterprise_id": whose.enterprise_id}
    if kind == "submission" and may(Verb.SUBMISSION_READ, whose.project_id):
        return _address("office_submissions.show_submission", whose, submission_id=int(key))
    if kind == "release" and may(Verb.RELEASE_READ, whose.project_id):
        return _address("office_results.show_result", whose, **own)
    if kind == "enterprise" and may(Verb.ENTERPRISE_READ, whose.project_id):
        return _address("office_enterprises.show_enterprise", whose, enterprise_id=int(key))
    return ""


def _address(endpoint: str, whose: Whose, **values: int) -> str:
    address: dict[str, Any] = {"project_id": whose.project_id, **values}
    return url_for(endpoint, **address)


def _files(
    session: Session, whose: Whose, observed: Iterable[Observation]
) -> Iterator[tuple[str, Link]]:
    names = {name for one in observed for name in one.evidence}
    photos = {int(name[11:]) for name in names if name.startswith("attachment:")}
    handed_in = {int(name[16:]) for name in names if name.startswith("assessment_file:")}
    if photos and may(Verb.SUBMISSION_READ, whose.project_id):
        seen = scope(Verb.SUBMISSION_READ, whose.project_id)
        for file in behind_evaluations.list_files(session, seen, photos).values():
            yield f"attachment:{file.key}", _photo(whose, file)
    if handed_in:
        found = behind_evaluations.list_assessed_files(
            session, whose.scope, handed_in, subject_kind=whose.kind
        )
        for one in found.values():
            yield f"assessment_file:{one.key}", _handed_in(whose, one)


def _photo(whose: Whose, file: behind_evaluations.FoundFile) -> Link:
    def url(endpoint: str) -> str:
        return url_for(
            endpoint,
            project_id=whose.project_id,
            submission_id=file.submission_id,
            version_id=file.version_id,
            name=file.name,
        )

    is_picture = file.content_type.startswith("image/")
    return Link(
        label=file.name,
        url=url("office_submissions.show_file"),
        thumbnail=url("office_submissions.show_thumbnail") if is_picture else "",
    )


def _handed_in(whose: Whose, file: behind_evaluations.AssessedFile) -> Link:
    where = {"campaign_id": file.campaign_id, "file_id": file.key}
    is_picture = file.content_type.startswith("image/")
    return Link(
        label=file.name,
        url=_address("office_assessments.show_file", whose, **where),
        thumbnail=_address("office_assessments.show_thumbnail", whose, **where)
        if is_picture
        else "",
    )


def _options(
    session: Session, whose: Whose, origins: set[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the released figures of each question; an anonymous survey ends here."""
    is_asked = any(origin.startswith("release:") for origin in origins)
    if not is_asked or not may(Verb.RELEASE_READ, whose.project_id):
        return {}
    seen = scope(Verb.RELEASE_READ, whose.project_id)
    found = releases.list_results(
        session, seen, campaign_id=whose.campaign_id, enterprise_id=whose.enterprise_id
    )
    figures = found[0].figures if found else None
    if figures is None:
        return {}
    shown = (figures.overall, *figures.items)
    return {one.measure: _shares(one) for one in shown if one is not None and one.is_shown}


def _shares(one: MeasureFigures) -> tuple[tuple[str, str], ...]:
    return (
        (str(gettext("Satisfied")), share_text(one.satisfied)),
        (str(gettext("Basically satisfied")), share_text(one.basically)),
        (str(gettext("Dissatisfied")), share_text(one.dissatisfied)),
        (str(gettext("n")), str(one.valid_count)),
    )
