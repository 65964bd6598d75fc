"""What makes a subject count for a target: the names of the column "metric", and what they mean.

`takes_part`: points or a self-assessment were submitted, a form that is not anonymous came in, or
figures of the survey are out. `self_assessed`: its own sheet was submitted, or its form came.
`surveyed`: figures are out. `evaluated`: an evaluation is worked out. `has_grade`: it reaches a
grade. `titles`: it holds a title of the scheme, or reaches a grade. `new_titles`: it was given one
within the year, or reaches a grade that it never held; `new_city_titles`: one of that level.
`has_union` and `has_party_organisation`: the register says so. Any other name is a kind of
department records: a subject counts that has one within the year.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from server.domain.schemes.described.assigned import ENTERPRISE

_NEW_TITLES = re.compile(r"new_(?:(village|township|county|city|province)_)?titles")
_OTHER_NAMES = {"meets_provincial_standard": "has_grade"}
"""What delivered tables call it in their documents' words."""


class Metric(StrEnum):
    """How it is found out whether a subject counts."""

    TAKES_PART = "takes_part"
    SELF_ASSESSED = "self_assessed"
    SURVEYED = "surveyed"
    EVALUATED = "evaluated"
    HAS_GRADE = "has_grade"
    TITLES = "titles"
    NEW_TITLES = "new_titles"
    HAS_UNION = "has_union"
    HAS_PARTY_ORGANISATION = "has_party_organisation"
    RECORDS = "records"


OF_PLACES = frozenset({Metric.TAKES_PART, Metric.SELF_ASSESSED, Metric.EVALUATED, Metric.HAS_GRADE})
"""What can be found out of parks and areas as well."""


@dataclass(frozen=True, slots=True)
class CountedBy:
    """What is looked for; `name` is the kind of records, or the level of titles."""

    metric: Metric
    name: str = ""

    def is_known_of(self, unit: str) -> bool:
        """Tell whether it can be found out of a kind of subjects."""
        return unit == ENTERPRISE or self.metric in OF_PLACES


METRICS = tuple(one.value for one in Metric if one is not Metric.RECORDS)
"""The names that are known everywhere; of `new_titles` there is one for each level as well."""


def counted_by(text: str) -> CountedBy:
    """Return what a cell of the column "metric" asks for; an empty one means taking part."""
    name = _OTHER_NAMES.get(text.strip(), text.strip()) or Metric.TAKES_PART.value
    titles = _NEW_TITLES.fullmatch(name)
    if titles is not None:
        return CountedBy(Metric.NEW_TITLES, titles[1] or "")
    if name in set(Metric) - {Metric.RECORDS}:
        return CountedBy(Metric(name))
    return CountedBy(Metric.RECORDS, name)
