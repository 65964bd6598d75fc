"""Rankings in words: areas, places, and what quota and floor mean for an area."""

from flask_babel import gettext

from server.domain.schemes.telling.ranked_grades import RankedGrade
from server.domain.schemes.telling.ranking import AreaRanking, Place
from server.operations.rank_subjects import Rankings
from server.problems import N_
from server.web.office.evaluations.words import told
from server.web.office.register_words import level_word

_PLACES = {
    Place.IN: ("good", N_("Inside")),
    Place.TIED: ("warn", N_("Tied at the last place")),
    Place.RESERVE: ("few", N_("Reserve")),
    Place.NEXT: ("calm", N_("Next, grade not reached")),
}


def area_word(rankings: Rankings, grade: RankedGrade, area: AreaRanking) -> str:
    """Return what an area is called: all together, by name, or in none of the level."""
    if area.area is not None:
        return rankings.names.get(area.area, str(area.area))
    level = grade.columns.quota_by
    if not level:
        return str(gettext("All together"))
    return str(gettext("In no area of the level “%(level)s”", level=level_word(level)))


def place_badge(area: AreaRanking, place: Place) -> tuple[str, str] | None:
    """Return tone and word of a place; None where nothing is said of places."""
    if not area.places.is_limited:
        return None
    tone, word = _PLACES[place]
    return tone, str(gettext(word))


def ranking_steps(rankings: Rankings, area: AreaRanking) -> tuple[str, ...]:
    """Return what quota and floor mean for an area, in sentences."""
    if area.area in rankings.partly:
        return (str(gettext("You see a part of this area only; its places are not shown.")),)
    steps = tuple(told(one) for one in area.steps)
    if area.short_of_floor:
        short = gettext("Short of the floor: %(count)s", count=area.short_of_floor)
        return (*steps, str(short))
    if area.free:
        return (*steps, str(gettext("Places still free: %(count)s", count=area.free)))
    return steps
