"""Which operation does which kind of outbox row: one table."""

from collections.abc import Callable, Mapping, Sequence

from server.demo.demo_job import FILL_DEMO
from server.demo.fill_demo import fill_demo
from server.operations.apply_entities import apply_entities
from server.operations.change_campaign import CLOSE_SURVEY
from server.operations.clear_quarantine import OFFER_AGAIN
from server.operations.close_survey import RELEASE_FIGURES, close_survey, release_figures
from server.operations.compare_campaign import COMPARE_VERSIONS, compare_campaign
from server.operations.count_survey import MOVE_ARRIVALS, count_survey, count_surveys
from server.operations.create_campaign import END_CAMPAIGN
from server.operations.end_campaign import end_campaign
from server.operations.evaluate_by_hand import EVALUATE_CAMPAIGN, evaluate_by_hand
from server.operations.evaluate_campaign import renew_whole_campaign
from server.operations.export_submissions import EXPORT_SUBMISSIONS, export_submissions
from server.operations.inputs_changed import RENEW_CAMPAIGN, RENEW_EVALUATIONS
from server.operations.job_context import JobContext
from server.operations.move_arrivals import move_arrivals
from server.operations.offer_again import offer_kept
from server.operations.print_cards import PRINT_CARDS, print_cards
from server.operations.print_posters import PRINT_POSTERS, print_posters
from server.operations.process_again import APPLY_ENTITIES, PROCESS_SUBMISSION
from server.operations.process_submission import process_submission, process_submissions
from server.operations.receive_answer import COUNT_SURVEY
from server.operations.renew_evaluations import renew_evaluations, renew_many
from server.operations.renew_listed_facts import LIST_FACTS, renew_listed_facts
from server.operations.review_many import REVIEW_SUBMISSIONS, review_submissions

Handler = Callable[[JobContext, Mapping[str, object]], None]
HandlerOfMany = Callable[[JobContext, Sequence[Mapping[str, object]]], None]

HANDLERS: dict[str, Handler] = {
    COUNT_SURVEY: count_survey,
    MOVE_ARRIVALS: move_arrivals,
    CLOSE_SURVEY: close_survey,
    RELEASE_FIGURES: release_figures,
    END_CAMPAIGN: end_campaign,
    PRINT_POSTERS: print_posters,
    PRINT_CARDS: print_cards,
    PROCESS_SUBMISSION: process_submission,
    APPLY_ENTITIES: apply_entities,
    OFFER_AGAIN: offer_kept,
    EXPORT_SUBMISSIONS: export_submissions,
    FILL_DEMO: fill_demo,
    LIST_FACTS: renew_listed_facts,
    RENEW_EVALUATIONS: renew_evaluations,
    RENEW_CAMPAIGN: renew_whole_campaign,
    EVALUATE_CAMPAIGN: evaluate_by_hand,
    COMPARE_VERSIONS: compare_campaign,
    REVIEW_SUBMISSIONS: review_submissions,
}
OF_MANY: dict[str, HandlerOfMany] = {
    COUNT_SURVEY: count_surveys,
    PROCESS_SUBMISSION: process_submissions,
    RENEW_EVALUATIONS: renew_many,
}
"""Kinds of which all rows that wait are done at once; when that fails, one by one."""
