"""Close a survey: put the last answers to rest and release the figures, once and for all.

Each enterprise is a job of its own in the lane of answers at rest, so that a county with thousands
of them keeps no count of another survey waiting, and a job that fails is tried again alone.
"""

import secrets
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sqlmodel import Session

from server import clock
from server.domain.definitions import Definitions
from server.domain.disclosure import SurveyTally, build_release
from server.domain.json_values import integer_of
from server.domain.release import CountRelease
from server.domain.submission_xml import parse_submission
from server.operations.count_survey import definitions_of, respondents_of
from server.operations.inputs_changed import inputs_changed, renew_if_evaluated
from server.operations.job_context import JobContext
from server.operations.move_arrivals import form_of_version, move_batch
from server.operations.receive_answer import start_of
from server.store import outbox
from server.store.queries import releases, tallies
from server.store.queries.tallies import Respondents, TallyCell
from server.store.tables.campaigns import Campaign
from server.store.tables.enterprises import Enterprise
from xlsforms.compiled_form import CompiledForm, FormField

RELEASE_FIGURES = "release_figures"


def close_survey(context: JobContext, payload: Mapping[str, object]) -> None:
    """Have the figures of every enterprise of a closed campaign released."""
    campaign_id = integer_of(payload, "campaign_id")
    zone = context.settings.time_zone
    with context.store.writing() as session:
        campaign = session.get(Campaign, campaign_id)
        if campaign is None or campaign.closed_at is None:
            return
        for of in tallies.list_respondents(session, campaign_id):
            outbox.enqueue(
                session,
                RELEASE_FIGURES,
                of.key,
                now=start_of(clock.day_in(zone), zone),
                payload=of.payload,
                lane=outbox.REST,
            )
        # Where nobody answered, no release follows that would say that the sample is too small.
        renew_if_evaluated(session, campaign, now=clock.now())


def release_figures(context: JobContext, payload: Mapping[str, object]) -> None:
    """Release the figures of one enterprise; once they are out, this does nothing.

    What arrives later (from pages opened before) is kept and flagged, and stays out of them.
    """
    of = respondents_of(payload)
    keys = {"campaign_id": of.campaign_id, "enterprise_id": of.enterprise_id}
    with context.store.reading() as session:
        campaign = session.get(Campaign, of.campaign_id)
        if campaign is None or campaign.closed_at is None or releases.has_figures(session, **keys):
            return
        definitions = definitions_of(campaign)
    while move_batch(context, of, least=1):
        pass
    with context.store.reading() as session:
        tally = tally_of(session, of, definitions)
    release = build_release(tally, definitions, shuffle=secrets.SystemRandom().shuffle)
    day = clock.day_in(context.settings.time_zone)
    with context.store.writing() as session:
        if isinstance(release, CountRelease):
            releases.store_counts(session, of.campaign_id, {of.enterprise_id: release}, day=day)
            return
        count = CountRelease(release.answer_count)
        releases.store_counts(session, of.campaign_id, {of.enterprise_id: count}, day=day)
        releases.store_figures(session, release, day=day, **keys)
        inputs_changed(session, {of.enterprise_id}, now=clock.now(), campaign_id=of.campaign_id)


def tally_of(session: Session, of: Respondents, definitions: Definitions) -> SurveyTally:
    """Return all answers of an enterprise counted, with its headcount as it stands now."""
    version_ids = tallies.list_form_version_ids(session, of)
    forms = {one: form_of_version(session, one) for one in version_ids}
    at_rest = tallies.count_at_rest(session, of.campaign_id, (of.enterprise_id,))
    answer_count = at_rest.get(of.enterprise_id, 0)
    enterprise = session.get_one(Enterprise, of.enterprise_id)
    with_texts = answer_count >= definitions.text_threshold
    return SurveyTally(
        answer_count=answer_count,
        scales=_scales(forms.values(), definitions),
        counts=_counts(tallies.list_tally(session, of)),
        choices=_choices(forms.values()),
        texts=_texts(session, of, forms) if with_texts else {},
        headcount=enterprise.headcount,
        headcount_on=enterprise.headcount_on,
    )


def _scales(
    forms: Iterable[CompiledForm], definitions: Definitions
) -> dict[str, tuple[tuple[str, Decimal], ...]]:
    """Return the scales of questions with points; a scale too short for the definitions is none."""
    least = definitions.satisfied_choices + definitions.dissatisfied_choices
    return {
        field.measure: field.score
        for field in _measuring(forms)
        if field.measure and field.score and len(field.score) >= least
    }


def _choices(forms: Iterable[CompiledForm]) -> dict[str, tuple[str, ...]]:
    return {
        field.measure: tuple(choice.name for choice in field.choices)
        for field in _measuring(forms)
        if field.measure and field.is_select_multiple and not field.score
    }


def _counts(cells: Iterable[TallyCell]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for cell in cells:
        of_measure = counts.setdefault(cell.measure, {})
        of_measure[cell.value] = of_measure.get(cell.value, 0) + cell.answer_count
    return counts


def _texts(
    session: Session, of: Respondents, forms: Mapping[int, CompiledForm]
) -> dict[str, tuple[str, ...]]:
    """Return what was written, by measure; the order is chance once more before it is shown."""
    fields = _measuring(forms.values())
    paths = {one.path for one in fields if one.type == "string" and not one.choices}
    found: dict[str, list[str]] = {}
    for form_version_id, xml in tallies.list_xml(session, of):
        for one in parse_submission(xml, forms[form_version_id]).measures:
            if one.path in paths:
                found.setdefault(one.measure, []).append(one.value)
    return {measure: tuple(texts) for measure, texts in found.items()}


def _measuring(forms: Iterable[CompiledForm]) -> Iterable[FormField]:
    return (field for form in forms for field in form.fields if field.measure)
