"""Which language a reader gets, and that the Chinese catalogue is found."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask_babel import gettext

from server import i18n
from server.app import create_app
from server.settings import Settings


def test_the_chinese_catalogue_is_found_in_its_folder(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "locale/zh_CN/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="zh_CN")
    catalogue.add("Desk", "工作台")
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "_CATALOGUES", tmp_path / "locale")
    app = create_app(settings)

    texts = {}
    for language in i18n.LOCALES:
        with app.test_request_context(f"/office/?lang={language}"):
            texts[language] = (i18n.reader_locale(), gettext("Desk"))

    assert texts == {"zh_CN": ("zh_CN", "工作台"), "en": ("en", "Desk")}
