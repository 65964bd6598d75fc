"""Releases: all that anybody sees of anonymous surveys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, select
from sqlmodel import Session

from server.domain.definitions import Definitions, definitions_from_json
from server.domain.disclosure import count_release
from server.domain.release import CountRelease, ReleaseFigures, ReleaseKind
from server.domain.release_json import release_from_json, release_to_json
from server.store.queries.scope import Scope, within
from server.store.tables.areas import Area
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.enterprises import Enterprise
from server.store.tables.surveys import Release
from server.store.upsert import insert_new, insert_or_update_all, table_of

_RELEASES, _ENTERPRISES, _AREAS = table_of(Release), table_of(Enterprise), table_of(Area)
_POSTERS, _CAMPAIGNS = table_of(Poster), table_of(Campaign)
_COUNTED, _RELEASED = _RELEASES.alias("counted"), _RELEASES.alias("released")
_UNIQUE = ("campaign_id", "enterprise_id", "kind", "sequence")
_CHANGED = ("content", "released_on", "rules_version")
_FIRST = 1


@dataclass(frozen=True, slots=True)
class EnterpriseResult:
    """What is released of one enterprise in one campaign."""

    campaign_id: int
    enterprise_id: int
    enterprise_name: str
    uscc: str | None
    area_id: int
    area_name: str
    count: CountRelease
    figures: ReleaseFigures | None = None
    figures_on: date | None = None


def lock_counts(
    session: Session, campaign_id: int, enterprise_ids: Sequence[int], *, day: date
) -> None:
    """Make the counts of enterprises ours until the commit, so that the newest counts stay."""
    nothing = count_release(0, Definitions())
    rows = [_values(campaign_id, one, nothing, day) for one in enterprise_ids]
    insert_or_update_all(session, Release, rows, conflict_on=_UNIQUE, update=("sequence",))


def store_counts(
    session: Session, campaign_id: int, counts: Mapping[int, CountRelease], *, day: date
) -> None:
    """Store how many answered, by enterprise, in place of the earlier counts."""
    rows = [_values(campaign_id, key, release, day) for key, release in counts.items()]
    insert_or_update_all(session, Release, rows, conflict_on=_UNIQUE, update=_CHANGED)


def store_figures(
    session: Session, release: ReleaseFigures, *, campaign_id: int, enterprise_id: int, day: date
) -> bool:
    """Store the figures of an enterprise once; False: they were there, and stay as they are."""
    values = _values(campaign_id, enterprise_id, release, day)
    return insert_new(session, Release, values, conflict_on=_UNIQUE) is not None


def has_figures(session: Session, *, campaign_id: int, enterprise_id: int) -> bool:
    """Tell whether the figures of an enterprise are out."""
    statement = select(_RELEASES.c.id).where(
        _RELEASES.c.campaign_id == campaign_id,
        _RELEASES.c.enterprise_id == enterprise_id,
        _RELEASES.c.kind == ReleaseKind.FIGURES.value,
    )
    return session.connection().execute(statement).first() is not None


def list_results(
    session: Session,
    scope: Scope,
    *,
    campaign_id: int | None = None,
    enterprise_id: int | None = None,
    area_condition: ColumnElement[bool] | None = None,
) -> tuple[EnterpriseResult, ...]:
    """Return what is released within a scope, by campaign and name of the enterprise.

    Every enterprise that has a poster in a campaign is there, and one whose count is told. One from
    which nothing came reads "fewer than 5" like one with four answers, and goes like it when its
    poster is pointed elsewhere: that there is a row tells nothing.
    """
    conditions = [_ENTERPRISES.c.project_id == scope.project_id]
    conditions.append(within(scope, _ENTERPRISES.c.area_id))
    if campaign_id is not None:
        conditions.append(_CAMPAIGNS.c.id == campaign_id)
    if enterprise_id is not None:
        conditions.append(_ENTERPRISES.c.id == enterprise_id)
    if area_condition is not None:
        conditions.append(area_condition)
    statement = _results().where(*conditions)
    return tuple(
        EnterpriseResult(
            campaign_id=row[0],
            enterprise_id=row[1],
            enterprise_name=row[2],
            uscc=row[3],
            area_id=row[4],
            area_name=row[5],
            count=count_of(row[6], row[9]),
            figures=figures_of(row[7]),
            figures_on=row[8],
        )
        for row in session.connection().execute(statement)
    )


def _results() -> "Select[*tuple[Any, ...]]":
    """Return the statement of all results: an enterprise with a poster, or with a release."""
    is_asked = exists().where(
        _POSTERS.c.campaign_id == _CAMPAIGNS.c.id, _POSTERS.c.enterprise_id == _ENTERPRISES.c.id
    )
    return (
        select(
            _CAMPAIGNS.c.id,
            _ENTERPRISES.c.id,
            _ENTERPRISES.c.name,
            _ENTERPRISES.c.uscc,
            _AREAS.c.id,
            _AREAS.c.name,
            _COUNTED.c.content,
            _RELEASED.c.content,
            _RELEASED.c.released_on,
            _CAMPAIGNS.c.definitions,
        )
        .select_from(_ENTERPRISES)
        .join(_AREAS, _AREAS.c.id == _ENTERPRISES.c.area_id)
        .join(_CAMPAIGNS, _CAMPAIGNS.c.project_id == _ENTERPRISES.c.project_id)
        .outerjoin(_COUNTED, is_release(_COUNTED, ReleaseKind.COUNT))
        .outerjoin(_RELEASED, is_release(_RELEASED, ReleaseKind.FIGURES))
        .where(is_asked | has_told_count(_COUNTED))
        .order_by(_CAMPAIGNS.c.id, _ENTERPRISES.c.name, _ENTERPRISES.c.id)
    )


def is_release(releases: FromClause, kind: ReleaseKind) -> ColumnElement[bool]:
    """Return the condition that joins a campaign and an enterprise with their release of a kind."""
    columns = releases.c
    return and_(
        columns.campaign_id == _CAMPAIGNS.c.id,
        columns.enterprise_id == _ENTERPRISES.c.id,
        columns.kind == kind.value,
        columns.sequence == _FIRST,
    )


def has_told_count(counted: FromClause) -> ColumnElement[bool]:
    """Return the condition that there is a count, and one from the threshold on."""
    told: ColumnElement[bool] = counted.c.content["answerCount"].as_integer().is_not(None)
    return told


def count_of(
    content: Mapping[str, object] | None, definitions: Mapping[str, object]
) -> CountRelease:
    """Return a stored count; none stored reads like one that is too few for the campaign."""
    found = None if content is None else release_from_json(content)
    if isinstance(found, CountRelease) and found.answer_count is not None:
        return found
    return count_release(0, definitions_from_json(definitions))


def figures_of(content: Mapping[str, object] | None) -> ReleaseFigures | None:
    """Return stored figures, None when there are none."""
    found = None if content is None else release_from_json(content)
    return found if isinstance(found, ReleaseFigures) else None


def _values(
    campaign_id: int, enterprise_id: int, release: CountRelease | ReleaseFigures, day: date
) -> dict[str, object]:
    is_count = isinstance(release, CountRelease)
    kind = ReleaseKind.COUNT if is_count else ReleaseKind.FIGURES
    definitions = Definitions() if isinstance(release, CountRelease) else release.definitions
    return {
        "campaign_id": campaign_id,
        "enterprise_id": enterprise_id,
        "kind": kind.value,
        "sequence": _FIRST,
        "rules_version": definitions.rules_version,
        "content": release_to_json(release),
        "released_on": day,
    }
