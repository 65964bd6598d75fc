"""What the list of points by hand shows: progress of the levels, and badges in each row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for
from sqlmodel import Session

from server.domain.lifecycle import AssessmentState
from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.giving.assessor_levels import assessors_of
from server.domain.schemes.inputs.found import SELF_LEVEL
from server.domain.schemes.reading.compiled import CompiledScheme
from server.store.queries import assessments
from server.store.queries.assessed_enterprises import (
    FORM_SENT,
    NOT_BEGUN,
    AssessedEnterprise,
    AssessedFilter,
    count_assessed,
    count_self_assessed,
    count_states,
)
from server.store.queries.assessments import AssessmentKey
from server.store.queries.self_forms import SentForm, list_newest
from server.web.office.assessments.one import sheet_url
from server.web.office.assessments.words import assessor_word, state_badge
from server.web.office.frame import Place


@dataclass(frozen=True, slots=True)
class LinkedBadge:
    """A state in tone and word, and the address of what is in it."""

    tone: str
    word: str
    url: str


@dataclass(frozen=True, slots=True)
class AssessedRow:
    """A subject as the list shows it: one cell for each level."""

    enterprise: AssessedEnterprise
    url: str
    """The sheet of the first level."""
    cells: tuple[tuple[LinkedBadge, ...], ...]


@dataclass(frozen=True, slots=True)
class LevelProgress:
    """How far one level is with all enterprises."""

    name: str
    level: str
    submitted: int
    total: int


def progress_of(
    session: Session, place: Place, wanted: AssessedFilter, scheme: CompiledScheme
) -> list[LevelProgress]:
    """Return how many subjects each level has done; a form counts as an own assessment."""
    everything = replace(wanted, level="", state="", text="")
    total = count_assessed(session, place.scope, everything)
    counts = count_states(session, place.scope, everything)
    done = {level: one.get(AssessmentState.SUBMITTED.value, 0) for level, one in counts.items()}
    if wanted.self_forms.form_ids:
        done[SELF_LEVEL] = count_self_assessed(session, place.scope, everything)
    return [
        LevelProgress(assessor_word(level), level, done.get(level, 0), total)
        for level in assessors_of(scheme)
    ]


def rows_of(
    session: Session,
    place: Place,
    wanted: AssessedFilter,
    scheme: CompiledScheme,
    page: tuple[AssessedEnterprise, ...],
) -> list[AssessedRow]:
    """Return the subjects of a page with what each level has begun, and forms that were sent."""
    keys = [one.id for one in page]
    begun = assessments.list_assessments(
        session, wanted.campaign_id, wanted.scheme_id, keys, wanted.subject_kind
    )
    states = {(one.subject_id, one.level): one.state.value for one in begun}
    sent: Mapping[int, SentForm] = {}
    if wanted.subject_kind == ENTERPRISE:
        sent = list_newest(session, wanted.campaign_id, wanted.self_forms, keys)
    work = _Rows(place, wanted, assessors_of(scheme), states, sent)
    return [work.row(one) for one in page]


@dataclass(frozen=True, slots=True)
class _Rows:
    place: Place
    wanted: AssessedFilter
    levels: tuple[str, ...]
    states: Mapping[tuple[int, str], str]
    sent: Mapping[int, SentForm]

    def row(self, one: AssessedEnterprise) -> AssessedRow:
        cells = tuple(self._cell(one.id, level) for level in self.levels)
        return AssessedRow(one, self._sheet(one.id, self.levels[0]) if self.levels else "", cells)

    def _cell(self, subject_id: int, level: str) -> tuple[LinkedBadge, ...]:
        state, url = self.states.get((subject_id, level)), self._sheet(subject_id, level)
        form = self.sent.get(subject_id) if level == SELF_LEVEL else None
        badges = [] if form and state is None else [(state or NOT_BEGUN, url)]
        if form is not None:
            badges.append((FORM_SENT, self._form(form) or url))
        return tuple(LinkedBadge(*state_badge(one), url) for one, url in badges)

    def _form(self, form: SentForm) -> str:
        """Return the address of a submission; there is none once its form was deleted."""
        if not form.has_page:
            return ""
        return url_for(
            "office_submissions.show_submission",
            project_id=self.place.project_id,
            submission_id=form.submission_id,
        )

    def _sheet(self, subject_id: int, level: str) -> str:
        wanted = self.wanted
        key = AssessmentKey(
            wanted.campaign_id, wanted.scheme_id, subject_id, level, wanted.subject_kind
        )
        return sheet_url(self.place, key)
