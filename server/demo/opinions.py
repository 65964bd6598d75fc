"""What the workers of an enterprise think: each enterprise has its own strengths and troubles.

A worker's answer to a question is the enterprise's climate on it, plus how kindly this worker
judges at all, plus chance. Enterprises differ by industry, by luck, and a few by one bad fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from server.demo.draws import drawn_for, happens
from server.demo.remarks import REMARKS, SATISFIED_REMARKS

ITEMS = (
    "pay",
    "social_insurance",
    "rest",
    "environment",
    "training",
    "labour_conditions",
    "democracy",
    "care",
)
"""Names of the questions with five choices; `overall` follows from them."""
OVERALL = "overall"

_COUNTY_CLIMATE: Mapping[str, float] = {
    "pay": 0.75,
    "social_insurance": 0.95,
    "rest": 0.6,
    "environment": 1.0,
    "training": 0.55,
    "labour_conditions": 1.1,
    "democracy": 0.5,
    "care": 0.8,
}
_INDUSTRY_TROUBLES: Mapping[str, Mapping[str, float]] = {
    "C18": {"rest": -0.5, "social_insurance": -0.3},
    "C39": {"rest": -0.4, "training": 0.3, "environment": 0.3},
    "C33": {"labour_conditions": -0.4, "environment": -0.4},
    "C29": {"environment": -0.6},
    "E47": {"pay": -0.6, "labour_conditions": -0.3, "social_insurance": -0.5},
    "G54": {"rest": -0.7, "training": -0.2},
    "H61": {"social_insurance": -0.5, "care": 0.2},
    "O80": {"social_insurance": -0.7, "democracy": -0.3},
}
_CHOICES = ((0.75, "5"), (-0.1, "4"), (-0.75, "3"), (-1.5, "2"))
"""Least feeling for a choice; what is below the last is very dissatisfied."""
_BAD_WAGES, _BAD_SAFETY, _EXCELLENT = 0.06, 0.10, 0.22
_WORKER_SPREAD, _CHANCE_SPREAD = 0.55, 0.55
_KNOWS_NOTHING_SHARE = 0.12
_MOST_WISHES = 3
_WISH_BELOW = 0.1


@dataclass(frozen=True, slots=True)
class Climate:
    """How workers of an enterprise feel about each question; 0 is so-so, 1 is good."""

    feelings: Mapping[str, float]
    not_applicable: Mapping[str, float]
    """Share of workers to whom a question does not apply."""


def climate_of(enterprise: int, industry: str) -> Climate:
    """Return the climate of an enterprise by its number and GB/T 4754 code."""
    draw = drawn_for("climate", enterprise)
    troubles = _INDUSTRY_TROUBLES.get(industry[:3], {})
    luck = draw.gauss(-0.15, 0.5)
    feelings = {
        item: usual + troubles.get(item, 0.0) + luck + draw.gauss(0.0, 0.3)
        for item, usual in _COUNTY_CLIMATE.items()
    }
    fate = draw.random()
    if fate < _BAD_WAGES:
        feelings |= {"pay": -1.3, "social_insurance": -0.9}
    elif fate < _BAD_SAFETY:
        feelings |= {"labour_conditions": -1.1, "environment": -0.9}
    elif fate < _EXCELLENT:
        feelings = {item: feeling + 0.7 for item, feeling in feelings.items()}
    has_no_congress = happens(draw, _KNOWS_NOTHING_SHARE)
    return Climate(feelings, {"democracy": 0.45} if has_no_congress else {})


def opinion(climate: Climate, batch: int, enterprise: int, worker: int) -> dict[str, list[str]]:
    """Return the answers of one worker: name of the question -> what is chosen or written."""
    draw = drawn_for("opinion", batch, enterprise, worker)
    kindness = draw.gauss(0.0, _WORKER_SPREAD)
    felt = {
        item: feeling + kindness + draw.gauss(0.0, _CHANCE_SPREAD)
        for item, feeling in climate.feelings.items()
    }
    answers = {item: [_choice(feeling)] for item, feeling in felt.items()}
    for item, share in climate.not_applicable.items():
        if happens(draw, share):
            answers[item] = ["na"]
    mean = sum(felt.values()) / len(felt)
    answers[OVERALL] = [_choice(mean + draw.gauss(0.0, 0.25))]
    return answers | _wishes(draw, felt) | _comment(draw, felt)


def _choice(feeling: float) -> str:
    return next((choice for least, choice in _CHOICES if feeling >= least), "1")


def _wishes(draw: Random, felt: Mapping[str, float]) -> dict[str, list[str]]:
    """Return what should be improved first; it may be left out."""
    if happens(draw, 0.1):
        return {}
    worst = [item for item in sorted(felt, key=lambda one: felt[one]) if felt[item] < _WISH_BELOW]
    return {"improve": worst[: draw.randint(1, _MOST_WISHES)] or ["none"]}


def _comment(draw: Random, felt: Mapping[str, float]) -> dict[str, list[str]]:
    """Return what some write of their own, about what troubles them most."""
    worst = min(felt, key=lambda one: felt[one])
    if felt[worst] < _WISH_BELOW and happens(draw, 0.35):
        return {"comment": [draw.choice(REMARKS[worst])]}
    if felt[worst] >= _WISH_BELOW and happens(draw, 0.15):
        return {"comment": [draw.choice(SATISFIED_REMARKS)]}
    return {}
