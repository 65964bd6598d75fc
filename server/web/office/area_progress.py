"""The progress of a campaign for the areas right below the place a page stands in."""

from dataclasses import dataclass

from flask import url_for

from server.store.queries.survey_progress import Progress, total
from server.web.office.frame import Place


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area with all below it."""

    name: str
    url: str
    progress: Progress


def area_rows(place: Place, parts: dict[int, Progress], campaign_id: int) -> tuple[AreaRow, ...]:
    """Return the areas below the place in which somebody is asked, each with all below it.

    The place is the area chosen, else the top of what the reader sees; when only one area lies
    there, those below it.
    """
    below = _children(place)
    level = below.get(place.area_id, []) if place.area_id is not None else below.get(None, [])
    while len(level) == 1 and below.get(level[0]):
        level = below[level[0]]
    names = {area.id: area.name for area, _ in place.choices}
    rows = []
    for area_id in level:
        inside = _subtree(area_id, below)
        sums = total({one: part for one, part in parts.items() if one in inside})
        if sums.asked_count:
            url = url_for(
                "office_campaigns.show_campaign",
                project_id=place.project_id,
                campaign_id=campaign_id,
                area=area_id,
            )
            rows.append(AreaRow(names[area_id], url, sums))
    return tuple(rows)


def _children(place: Place) -> dict[int | None, list[int]]:
    known = {area.id for area, _ in place.choices}
    below: dict[int | None, list[int]] = {}
    for area, _depth in place.choices:
        if area.id is not None:
            parent = area.parent_id if area.parent_id in known else None
            below.setdefault(parent, []).append(area.id)
    return below


def _subtree(area_id: int, below: dict[int | None, list[int]]) -> set[int]:
    found, waiting = set(), [area_id]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting.extend(below.get(one, []))
    return found
