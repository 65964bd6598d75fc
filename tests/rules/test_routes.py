"""Every route states who may call it; the open ones are known by name."""

import re

from flask import Flask

from server.web.auth import rule_of
from tests.rules.sources import ROOT

PREFIXES = {"/v1", "/v1/test/", "/v1/", "/v1/key/", "/q/", "/office"}
OPEN_ROUTES = {
    "central_sessions.create_session",
    "collect_app.download_app",
    "collect_app.show_app",
    "collect_app.show_app_code",
    "health.show_health",
    "office_entry.show_start",
    "office_login.log_in",
    "office_login.show_login",
    "openrosa_draft_tests.post_submission",
    "openrosa_draft_tests.show_file",
    "openrosa_draft_tests.show_form_list",
    "openrosa_draft_tests.show_integrity",
    "openrosa_draft_tests.show_manifest",
    "openrosa_draft_tests.show_submission_address",
    "openrosa_draft_tests.show_xform",
    "survey.send_survey",
    "survey.show_survey",
}
_ADDRESS = re.compile(
    r"`(?:GET |POST |PUT |PATCH |DELETE |HEAD )?(/(?:v1|q|office|healthz)[^`\s]*)`"
)


def test_every_route_states_its_access(app: Flask) -> None:
    silent = {
        name
        for name, view in app.view_functions.items()
        if name != "static" and rule_of(view) is None
    }

    assert silent == set()


def test_the_open_routes_are_known_by_name(app: Flask) -> None:
    found = {
        name
        for name, view in app.view_functions.items()
        if (rule := rule_of(view)) is not None and rule.is_open
    }

    assert found == OPEN_ROUTES


def test_every_address_in_the_documents_exists(app: Flask) -> None:
    patterns = [_pattern(rule.rule) for rule in app.url_map.iter_rules()]
    documents = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
    unknown = {
        (path.name, address)
        for path in documents
        for address in _ADDRESS.findall(path.read_text(encoding="utf-8"))
        if not any(pattern.fullmatch(_plain(address)) for pattern in patterns)
        and address not in PREFIXES
    }

    assert unknown == set()


def _pattern(rule: str) -> re.Pattern[str]:
    parts = re.split(r"<[^>]+>", rule)
    return re.compile("[^/]+".join(re.escape(part) for part in parts) + "/?")


def _plain(address: str) -> str:
    path = address.split("?", maxsplit=1)[0]
    return re.sub(r"\{[^}]*\}|<[^>]*>|:\w+|…", "1", path)
