"""Names in templates become the hashed files of the built front end."""

import json
from pathlib import Path

import pytest
import structlog
from flask import Flask

from server.web import assets


def write_manifest(folder: Path) -> None:
    entries = {
        "src/office.css": {"file": "assets/office-8VYcjdwC.css", "src": "src/office.css"},
        "src/icons.svg": {"file": "assets/icons-ChJs9a4A.svg"},
    }
    (folder / "manifest.json").write_text(json.dumps(entries), encoding="utf-8")


def test_a_name_becomes_its_hashed_file(tmp_path: Path) -> None:
    write_manifest(tmp_path)

    known = assets.read_assets(tmp_path)

    assert known.is_built
    assert known.file("office.css") == "assets/office-8VYcjdwC.css"


def test_templates_get_the_address_below_static(tmp_path: Path) -> None:
    write_manifest(tmp_path)
    app = Flask("pages", static_folder=str(tmp_path), static_url_path="/static")
    assets.set_up(app)

    with app.test_request_context():
        page = app.jinja_env.from_string("{{ asset('icons.svg') }}").render()

    assert page == "/static/assets/icons-ChJs9a4A.svg"


def test_a_name_that_was_not_built_is_a_mistake(tmp_path: Path) -> None:
    write_manifest(tmp_path)

    with pytest.raises(KeyError):
        assets.read_assets(tmp_path).file("ofice.css")


def test_without_a_build_pages_stay_usable_and_the_log_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()  # an application of another test may have sent the log elsewhere

    known = assets.read_assets(tmp_path)

    assert not known.is_built
    assert known.file("office.css") == "office.css"
    assert "make frontend" in capsys.readouterr().out
