"""What each level's points add up to, side by side; each level sees what those below it gave."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from server.domain.schemes.described.observations import Inputs, Observation
from server.domain.schemes.inputs.gather import BY_HAND
from server.domain.schemes.inputs.stage_inputs import inputs_up_to, is_given_by
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.scoring.score_rows import score_rows, total_of


@dataclass(frozen=True, slots=True)
class StageScore:
    """The table as one level sees it."""

    level: str
    is_given: bool
    """False: the level gave nothing itself; all it shows comes from below."""
    total: Decimal | None
    """Rounded; None when rows without points leave it open."""
    lowest: Decimal
    gaps: tuple[str, ...]
    points: Mapping[str, Decimal]
    """Code -> points of every row that has some."""
    own: Mapping[str, tuple[Observation, ...]]
    """Measure -> what this level gave itself."""


def stage_scores(scheme: CompiledScheme, subject: Subject) -> tuple[StageScore, ...]:
    """Return the scores of all levels of the scheme, the lowest level first."""
    return tuple(stage_score(scheme, subject, level) for level in scheme.settings.levels)


def stage_score(scheme: CompiledScheme, subject: Subject, level: str) -> StageScore:
    """Return the score as a level sees it.

    A blank falls back on the level below, a zero does not. Surveys, inspections and records are
    there for all levels.
    """
    settings = scheme.settings
    seen = replace(subject, inputs=inputs_up_to(subject.inputs, level, settings))
    scores = score_rows(scheme, seen)
    lowest = settings.rounded(total_of(scheme, scores.outcomes))
    return StageScore(
        level=level,
        is_given=is_given_by(subject.inputs, level),
        total=None if scores.gaps else lowest,
        lowest=lowest,
        gaps=scores.gaps,
        points={
            code: outcome.points
            for code, outcome in scores.outcomes.items()
            if outcome.points is not None
        },
        own=_own(subject.inputs, level),
    )


def _own(inputs: Inputs, level: str) -> Mapping[str, tuple[Observation, ...]]:
    found = {
        measure: tuple(one for one in many if one.level == level and one.source in BY_HAND)
        for measure, many in inputs.items()
    }
    return {measure: many for measure, many in found.items() if many}
