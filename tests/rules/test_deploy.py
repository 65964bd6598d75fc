"""The files of `deploy` say what the program and its documents say."""

import configparser
import json
import re

from lxml import etree

from tests.rules.sources import ROOT

DEPLOY = ROOT / "deploy"
MESSAGE = "{http://openrosa.org/http/response}message"


def _unit(name: str) -> configparser.RawConfigParser:
    unit = configparser.RawConfigParser(strict=False)
    unit.read(DEPLOY / "systemd" / name, encoding="utf-8")
    return unit


def test_there_is_a_service_for_each_process_of_the_procfile() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    processes = dict(line.split(": ", maxsplit=1) for line in lines)

    started = {name: _unit(f"concord-{name}.service")["Service"]["ExecStart"] for name in processes}

    assert started == {
        name: f"/opt/concord/venv/bin/{command}" for name, command in processes.items()
    }
    for name in ("web", "worker"):
        unit = _unit(f"concord-{name}.service")["Unit"]
        assert unit["Requires"] == unit["After"] == "concord-release.service"


def test_every_error_of_the_proxy_has_a_body_for_phones_programs_and_people() -> None:
    configuration = (DEPLOY / "nginx" / "concord.conf").read_text(encoding="utf-8")
    statuses = set(re.findall(r"error_page (\d+) /concord-errors/\1\.", configuration))
    errors = DEPLOY / "nginx" / "errors"

    assert {"413", "502", "503", "504"} <= statuses
    assert {path.name for path in errors.iterdir()} == {
        f"{status}.{kind}" for status in statuses for kind in ("xml", "json", "html")
    }
    for status in statuses:
        # Nothing before the first tag: phones read the text only if it begins the body.
        assert (errors / f"{status}.xml").read_bytes().startswith(b"<OpenRosaResponse ")
        assert etree.parse(errors / f"{status}.xml").findtext(MESSAGE)
        body = json.loads((errors / f"{status}.json").read_text(encoding="utf-8"))
        assert int(body["code"]) == int(status)


def test_the_settings_of_the_services_are_settings() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    lines = (DEPLOY / "concord.env").read_text(encoding="utf-8").splitlines()

    names = {name for line in lines for name in re.findall(r"^(?:# )?([A-Z_]+)=", line)}

    assert len(names) > 4
    assert {name for name in names if f"`{name}`" not in page} == set()
