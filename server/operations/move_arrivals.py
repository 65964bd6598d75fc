"""Put waiting answers to rest: at least five of one enterprise together, shuffled, and counted."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from server.domain.submission_xml import parse_submission
from server.operations.count_survey import LEAST_MOVED, respondents_of
from server.operations.job_context import JobContext
from server.store.queries import tallies
from server.store.queries.tallies import Respondents, WaitingAnswer
from server.store.tables.forms import FormVersion
from xlsforms.compiled_form import CompiledForm
from xlsforms.read_xform import read_xform

_MOST_MOVED = 200
"""Answers of one transaction: what SQLite's one writer does in a few hundredths of a second."""


def move_arrivals(context: JobContext, payload: Mapping[str, object]) -> None:
    """Move what waits of an enterprise, batch by batch, until fewer than five are left."""
    of = respondents_of(payload)
    while move_batch(context, of, least=LEAST_MOVED):
        pass


def move_batch(context: JobContext, of: Respondents, *, least: int) -> bool:
    """Move a batch in one transaction; False: fewer than `least` wait (only closing moves fewer).

    A worker that is killed leaves the batch where it was; of two workers one finds it gone.
    """
    with context.store.reading() as session:
        waiting = list(tallies.list_waiting(session, of, most=_MOST_MOVED))
        forms = {
            one.form_version_id: form_of_version(session, one.form_version_id) for one in waiting
        }
    if not waiting or len(waiting) < least:
        return False
    chosen = {one.key: chosen_values(forms[one.form_version_id], one) for one in waiting}
    secrets.SystemRandom().shuffle(waiting)
    with context.store.writing() as session:
        still = tallies.lock_waiting(session, [one.key for one in waiting])
        moved = [one for one in waiting if one.key in still]
        if not moved or len(moved) < least:
            return False
        tallies.move_to_rest(session, of, moved)
        tallies.add_to_tallies(session, of, _sum_of([chosen[one.key] for one in moved]))
    return True


def chosen_values(form: CompiledForm, answer: WaitingAnswer) -> Counter[tuple[int, str, str]]:
    """Return what an answer adds to the tallies: choices alone, never what somebody wrote."""
    with_choices = {field.path for field in form.fields if field.choices}
    return Counter(
        (answer.form_version_id, one.measure, one.value)
        for one in parse_submission(answer.xml, form).measures
        if one.path in with_choices
    )


def form_of_version(session: Session, form_version_id: int) -> CompiledForm:
    """Return the form of a stored version; reading it again costs next to nothing."""
    version = session.get_one(FormVersion, form_version_id)
    return read_xform(version.xform)


def _sum_of(
    counters: Sequence[Counter[tuple[int, str, str]]],
) -> Counter[tuple[int, str, str]]:
    total: Counter[tuple[int, str, str]] = Counter()
    for one in counters:
        total.update(one)
    return total
