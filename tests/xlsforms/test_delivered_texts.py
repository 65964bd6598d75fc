"""The texts of delivered schemes: all in Chinese and in English, cell by cell and on their page."""

import dataclasses
import re
from collections.abc import Iterator

import pytest

from server.app import create_app
from server.settings import Settings
from server.web.office.schemes.cell_words import CellText
from server.web.office.schemes.shown import shown_scheme
from tests.delivered_schemes import delivered
from xlsforms.delivered import DELIVERED_SCHEMES
from xlsforms.scheme import PARAMETERS, SETTINGS, SHEETS, Cells, Scheme

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SETTINGS_IN_TWO = ("name", "title", "source_document", "note")


@pytest.fixture(params=DELIVERED_SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return delivered(request.param).source


def _cells(scheme: Scheme) -> Iterator[Cells]:
    """Yield the cells of all rows; settings are one row, as if each were a column."""
    yield {name: row["value"] for name, row in scheme.settings.items()}
    for rows in scheme.parameters.values():
        yield from (row.cells for row in rows)
    for sheet in set(SHEETS) - {SETTINGS, PARAMETERS}:
        yield from (row.cells for row in scheme.rows_of(sheet))


def test_what_is_written_in_chinese_stands_in_a_column_for_chinese(scheme: Scheme) -> None:
    elsewhere = [
        (name, text)
        for cells in _cells(scheme)
        for name, text in cells.items()
        if CHINESE.search(text) and not name.endswith("_zh")
    ]

    assert elsewhere == []


def test_every_text_stands_in_both_languages(scheme: Scheme) -> None:
    alone = [
        (name, text)
        for cells in _cells(scheme)
        for name, text in cells.items()
        if (name.endswith("_zh") and not cells.get(f"{name[:-3]}_en"))
        or (name.endswith("_en") and not cells.get(f"{name[:-3]}_zh"))
    ]

    assert alone == []


def test_the_chinese_texts_are_chinese(scheme: Scheme) -> None:
    foreign = [
        text
        for cells in _cells(scheme)
        for name, text in cells.items()
        if name.endswith("_zh") and not CHINESE.search(text) and text != cells[f"{name[:-3]}_en"]
    ]

    assert foreign == []


def test_it_says_in_both_languages_what_it_is_and_what_it_follows(scheme: Scheme) -> None:
    for name in SETTINGS_IN_TWO:
        assert scheme.setting(f"{name}_zh")
        assert scheme.setting(f"{name}_en")


@pytest.mark.parametrize("name", DELIVERED_SCHEMES)
def test_its_page_in_english_shows_no_chinese(name: str) -> None:
    app = create_app(Settings())
    with app.test_request_context("/office/?lang=en"):
        texts = [*_texts(shown_scheme(delivered(name)))]

    assert len(texts) > len(SHEETS)
    assert [one for one in texts if CHINESE.search(one)] == []


def _texts(shown: object) -> Iterator[str]:
    """Yield every text of what a page shows, but not the raw cells that it shows to authors."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, CellText):
        yield shown.text
    elif isinstance(shown, tuple):
        for one in shown:
            yield from _texts(one)
    elif dataclasses.is_dataclass(shown):
        for one in dataclasses.fields(shown):
            yield from _texts(getattr(shown, one.name))
