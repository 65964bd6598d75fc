"""A ranking as the spreadsheet that the page offers: who stands where, and how far areas are."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext

from exports.profiles.export_form import Notes
from exports.profiles.ranking_xlsx import AreaCells, RankedCells, ranking_spreadsheet
from exports.spreadsheet import Spreadsheet
from server.domain.schemes.telling.ranked_grades import RankedGrade
from server.operations.rank_subjects import Rankings
from server.store.queries.evaluations import EvaluationEntry
from server.web.office.evaluations.chosen import Chosen
from server.web.office.evaluations.decided import grade_name
from server.web.office.evaluations.ranking_words import area_word, place_badge, ranking_steps
from server.web.office.evaluations.words import name_of
from server.web.office.spreadsheets import here_and_now, reader_words
from server.web.office.subject_kinds import subject_word


def ranking_sheet(
    found: Chosen, grade: RankedGrade, rankings: Rankings, entries: Mapping[int, EvaluationEntry]
) -> Spreadsheet:
    """Return the spreadsheet of a ranking in the reader's language."""
    lines = (
        (gettext("Campaign"), found.campaign.name),
        (gettext("Scheme"), name_of(found.scheme.settings.name)),
        (gettext("Grade"), name_of(grade.columns.name)),
        (gettext("Kind of subject"), subject_word(found.kind)),
    )
    return ranking_spreadsheet(
        _ranked(found, grade, rankings, entries),
        _areas(grade, rankings),
        words=reader_words(),
        notes=Notes(made_at=here_and_now(), lines=lines),
    )


def _ranked(
    found: Chosen, grade: RankedGrade, rankings: Rankings, entries: Mapping[int, EvaluationEntry]
) -> Iterator[RankedCells]:
    for area in rankings.by_area:
        called = area_word(rankings, grade, area)
        for one in area.ranked:
            entry = entries.get(one.contender.key)
            if entry is None:
                continue
            badge = place_badge(area, one.place)
            yield RankedCells(
                area=called,
                rank=one.rank,
                name=entry.enterprise_name,
                uscc=entry.uscc,
                lies_in=entry.area_name,
                points=entry.lowest,
                grade=grade_name(found.scheme, entry.grade),
                place="" if badge is None else badge[1],
            )


def _areas(grade: RankedGrade, rankings: Rankings) -> Iterator[AreaCells]:
    for area in rankings.by_area:
        yield AreaCells(
            area=area_word(rankings, grade, area),
            reached=area.reached,
            quota=area.places.quota,
            free=area.free,
            floor=area.places.floor,
            short=None if area.places.floor is None else area.short_of_floor,
            said=" ".join(ranking_steps(rankings, area)),
        )
