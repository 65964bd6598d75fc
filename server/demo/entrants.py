"""Which enterprises of the demonstration are evaluated, by which table, and how each one's goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from server.demo.draws import drawn_for, happens
from server.demo.names import MadeUpEnterprise
from server.domain.sampling import SampleProfile, required_sample

SND, LINFEN = "suzhou_snd", "linfen"
"""The delivered schemes that the county has taken."""
TOWNSHIP_OF: Mapping[str, str] = {SND: "青石镇", LINFEN: "柳溪乡"}
"""Scheme -> the township that is evaluated by it: places of one campaign use different tables."""
EVALUATION_BATCH = 3
"""Number of the campaign in which they are evaluated."""

_SND_SHARE = 0.6
_LEAST, _MOST = 25, 60
"""Headcounts of the enterprises that a guide leads a visitor to."""
_LARGEST = 130
"""Larger ones go to the city's evaluation, not to the county's."""
_NOBODY, _TOO_FEW = 0.05, 0.17
_FEW_ANSWERS = 6


class Story(StrEnum):
    """How an enterprise fares: three of them are told, the others are as usual."""

    MODEL = "model"
    """Nearly full marks, a large sample, the title before held long enough: the highest grade."""
    VETOED = "vetoed"
    """Good marks, but its labour inspectorate fined it inside the look-back window."""
    FEW_ANSWERS = "few_answers"
    """Too few workers answered, so that its satisfaction stays open, and with it the grade."""
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Entrant:
    """An enterprise that takes part: its number in the county, some facts, its table, its story."""

    number: int
    name: str
    industry: str
    headcount: int
    scheme: str
    story: Story

    @property
    def is_model(self) -> bool:
        """Whether everything is well there."""
        return self.story is Story.MODEL

    @property
    def answer_count(self) -> int:
        """How many of its workers answer the survey of the evaluation."""
        headcount, needed = self.headcount, required_sample(SampleProfile(), self.headcount)
        if self.story is Story.FEW_ANSWERS:
            return _FEW_ANSWERS
        if self.story is not Story.USUAL:
            return min(headcount, needed + 6)
        draw = drawn_for("evaluation turnout", self.number)
        place = draw.random()
        if place < _NOBODY:
            return 0
        if place < _TOO_FEW:
            return min(headcount, max(_FEW_ANSWERS, needed // 3))
        return min(headcount, round(needed * draw.uniform(1.0, 1.2)))


_STORIES: Mapping[str, tuple[Story, ...]] = {
    SND: (Story.MODEL, Story.VETOED, Story.FEW_ANSWERS),
    LINFEN: (Story.MODEL,),
}


def entrants_of(enterprises: Sequence[MadeUpEnterprise], count: int) -> tuple[Entrant, ...]:
    """Return about so many entrants in the order of the county, the same every time.

    Those with a story come first, so that the smallest county has them.
    """
    of_snd = ceil(count * _SND_SHARE)
    found: list[Entrant] = []
    for scheme, wanted in ((SND, of_snd), (LINFEN, count - of_snd)):
        there = [
            (number, one)
            for number, one in enumerate(enterprises)
            if one.township == TOWNSHIP_OF[scheme] and one.headcount <= _LARGEST
        ]
        found += _chosen(scheme, there, wanted)
    return tuple(sorted(found, key=lambda one: one.number))


def _chosen(
    scheme: str, there: Sequence[tuple[int, MadeUpEnterprise]], count: int
) -> list[Entrant]:
    fit = [number for number, one in there if _LEAST <= one.headcount <= _MOST]
    stories = dict(zip(fit, _STORIES[scheme], strict=False))
    told = [entry for entry in there if entry[0] in stories]
    others = [entry for entry in there if entry[0] not in stories]
    return [
        Entrant(
            number=number,
            name=one.name,
            industry=one.industry,
            headcount=one.headcount,
            scheme=scheme,
            story=stories.get(number, Story.USUAL),
        )
        for number, one in [*told, *others][:count]
    ]


def is_there(entrant: Entrant, what: str, share: float) -> bool:
    """Tell whether an entrant has done something that this share of the usual ones has done."""
    if entrant.story is not Story.USUAL:
        return True
    return happens(drawn_for(what, entrant.number), share)
