"""How far a campaign has come: enterprises that are asked, and those with enough answers to count.

Only released counts are read: of an enterprise below the threshold nothing is known here either.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from server.domain.release import CountRelease, ReleaseKind
from server.domain.release_json import release_from_json
from server.store.queries.scope import Scope, within
from server.store.tables.campaigns import Poster
from server.store.tables.enterprises import Enterprise
from server.store.tables.surveys import Release
from server.store.upsert import table_of

_RELEASES, _ENTERPRISES, _POSTERS = table_of(Release), table_of(Enterprise), table_of(Poster)


@dataclass(frozen=True, slots=True)
class Progress:
    """Enterprises asked, those whose count is shown, and the sum of the counts that are shown."""

    asked_count: int = 0
    reached_count: int = 0
    answer_count: int = 0

    @property
    def short_count(self) -> int:
        """Enterprises with fewer answers than are counted, none included."""
        return self.asked_count - self.reached_count


def progress_by_area(session: Session, scope: Scope, campaign_id: int) -> dict[int, Progress]:
    """Return the progress of a campaign within a scope by the enterprises' own areas.

    An enterprise is asked when it has a poster of the campaign, revoked or not, or its count is
    shown. A count that is not shown makes no difference, not even that it is there.
    """
    area_of = _asked(session, scope, campaign_id)
    counts = _counts(session, scope, campaign_id)
    area_of |= {enterprise_id: area_id for enterprise_id, (area_id, _) in counts.items()}
    asked: defaultdict[int, int] = defaultdict(int)
    reached: defaultdict[int, int] = defaultdict(int)
    answers: defaultdict[int, int] = defaultdict(int)
    for enterprise_id, area_id in area_of.items():
        asked[area_id] += 1
        if enterprise_id in counts:
            reached[area_id] += 1
            answers[area_id] += counts[enterprise_id][1]
    return {
        area_id: Progress(asked[area_id], reached[area_id], answers[area_id]) for area_id in asked
    }


def total(parts: dict[int, Progress]) -> Progress:
    """Return the sum of the progress of areas."""
    return Progress(
        sum(part.asked_count for part in parts.values()),
        sum(part.reached_count for part in parts.values()),
        sum(part.answer_count for part in parts.values()),
    )


def _asked(session: Session, scope: Scope, campaign_id: int) -> dict[int, int]:
    statement = (
        select(_ENTERPRISES.c.id, _ENTERPRISES.c.area_id)
        .distinct()
        .join(_POSTERS, _POSTERS.c.enterprise_id == _ENTERPRISES.c.id)
        .where(
            _POSTERS.c.campaign_id == campaign_id,
            _ENTERPRISES.c.project_id == scope.project_id,
            within(scope, _ENTERPRISES.c.area_id),
        )
    )
    return {row.id: row.area_id for row in session.connection().execute(statement)}


def _counts(session: Session, scope: Scope, campaign_id: int) -> dict[int, tuple[int, int]]:
    """Return area and count by enterprise, of those whose count is shown."""
    statement = (
        select(_ENTERPRISES.c.id, _ENTERPRISES.c.area_id, _RELEASES.c.content)
        .join(_RELEASES, _RELEASES.c.enterprise_id == _ENTERPRISES.c.id)
        .where(
            _RELEASES.c.campaign_id == campaign_id,
            _RELEASES.c.kind == ReleaseKind.COUNT.value,
            _ENTERPRISES.c.project_id == scope.project_id,
            within(scope, _ENTERPRISES.c.area_id),
        )
    )
    found: dict[int, tuple[int, int]] = {}
    for row in session.connection().execute(statement):
        release = release_from_json(row.content)
        if isinstance(release, CountRelease) and release.answer_count is not None:
            found[row.id] = (row.area_id, release.answer_count)
    return found
