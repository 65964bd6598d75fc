"""Targets in words: who counts for one, its goal, and how far it is."""

from flask_babel import gettext

from server.domain.schemes.described.target_metrics import CountedBy, Metric
from server.domain.schemes.described.target_row import TargetRow
from server.domain.schemes.exact.values import Text
from server.domain.schemes.reading.targets import goal_shown
from server.problems import N_
from server.web.office.evaluations.words import in_words, name_of
from server.web.office.register_words import level_word
from server.web.office.subject_kinds import subject_word

Badge = tuple[str, str]
"""Tone and word."""

_METRICS = {
    Metric.TAKES_PART: N_("taking part: points, a form or released survey figures are there"),
    Metric.SELF_ASSESSED: N_("a self-assessment is submitted"),
    Metric.SURVEYED: N_("figures of the survey are released"),
    Metric.EVALUATED: N_("an evaluation is worked out"),
    Metric.HAS_GRADE: N_("a grade is reached"),
    Metric.TITLES: N_("a title is held, or a grade is reached"),
    Metric.NEW_TITLES: N_("a title was given within the year, or a grade is reached anew"),
    Metric.HAS_UNION: N_("there is a trade union, by the register"),
    Metric.HAS_PARTY_ORGANISATION: N_("there is a Party organisation, by the register"),
}


def badge(is_reached: bool | None, row: TargetRow, *, is_counted: bool) -> Badge:  # noqa: FBT001 - it is the answer
    """Return tone and word of how far a target is."""
    if not is_counted:
        return "few", gettext("Not counted")
    if row.goal is None:
        return "calm", gettext("No number stated")
    if is_reached is None:
        return "few", gettext("Nothing to compare")
    return ("good", gettext("Reached")) if is_reached else ("warn", gettext("Not yet reached"))


def goal_words(row: TargetRow, text: str) -> str:
    """Return a goal as the plan states it, nothing where it states no number."""
    is_number = row.goal is not None and bool(text.strip())
    return in_words(goal_shown(row, text)) if is_number else ""


def metric_words(by: CountedBy, unit: str) -> str:
    """Return who counts, in words."""
    if by.metric is Metric.RECORDS:
        words = gettext("a department record “%(kind)s” within the year", kind=by.name)
    elif by.name:
        words = gettext("a title of the level “%(level)s” was given", level=level_word(by.name))
    else:
        words = str(gettext(_METRICS[by.metric]))
    return name_of(Text(f"{subject_word(unit)}：{words}", f"{subject_word(unit)}: {words}"))
