"""What workers say in the survey of the evaluation: 14 statements and eight subjects.

A statement goes along with a subject of the usual survey: who is content with the pay finds it
fair, so that both surveys of an enterprise tell the same story.
"""

from collections.abc import Mapping

from server.demo.draws import drawn_for
from server.demo.entrants import Story
from server.demo.opinions import ITEMS, OVERALL, Climate, climate_of, opinion

STATEMENTS: Mapping[str, str] = {
    "colleagues": "care",
    "communication": "democracy",
    "belonging": "care",
    "management": "rest",
    "career": "training",
    "recognition": "pay",
    "guidance": "training",
    "talents": "training",
    "vision": "democracy",
    "culture": "care",
    "change": "democracy",
    "pay_for_effort": "pay",
    "fair_pay": "pay",
    "resources": "labour_conditions",
}
"""Name of a statement -> the question of the usual survey whose answer it is near to."""
_MODEL_FEELING = 1.75
_ONE_OFF = 0.2
_LOWEST, _HIGHEST = 1, 5


def climate_for(enterprise: int, industry: str, story: Story) -> Climate:
    """Return the climate of an enterprise; in a model of one all is well.

    Where a story is told everybody has an opinion, so that nothing but the story leaves gaps.
    """
    climate = climate_of(enterprise, industry)
    if story is Story.USUAL:
        return climate
    feelings = climate.feelings
    if story is Story.MODEL:
        feelings = {item: max(_MODEL_FEELING, felt) for item, felt in feelings.items()}
    return Climate(feelings, not_applicable={})


def evaluation_answers(
    climate: Climate, batch: int, enterprise: int, worker: int
) -> dict[str, list[str]]:
    """Return the answers of one worker to the evaluation's survey."""
    usual = opinion(climate, batch, enterprise, worker)
    answers = {item: usual[item] for item in (*ITEMS, OVERALL)}
    for name, near in STATEMENTS.items():
        draw = drawn_for("statement", batch, enterprise, worker, name)
        answers[name] = [_moved(usual[near][0], draw.random())]
    return answers


def _moved(choice: str, place: float) -> str:
    """Return a choice, now and then the one beside it; who does not know stays with that."""
    if not choice.isdigit() or place > 2 * _ONE_OFF:
        return choice
    near = int(choice) + (1 if place < _ONE_OFF else -1)
    return str(min(_HIGHEST, max(_LOWEST, near)))
