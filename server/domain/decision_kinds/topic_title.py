"""`topic_title`: a title for a single topic, beside the grades; one subject may have several."""

from server.domain.decision_kinds.grade_by_conditions import (
    GradeByConditions,
    check_by_requirements,
    rule_by_requirements,
)
from server.domain.schemes.kinds.decision_kind import GradeKind
from server.problems import N_

TOPIC_TITLE = GradeKind(
    "topic_title",
    41,
    N_("A title for a single topic, beside the grades"),
    GradeByConditions,
    rule_by_requirements,
    check_by_requirements,
    is_title=True,
)
