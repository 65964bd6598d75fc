"""The description of the interface names addresses, methods and parts that exist."""

import re
from pathlib import Path

import yaml
from flask import Flask

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.yaml"
_METHODS = {"get", "post", "put", "patch", "delete"}


def test_every_operation_of_the_description_exists(app: Flask) -> None:
    described = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    there = {
        (_shape(rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    missing = {
        (path, method)
        for path, item in described["paths"].items()
        for method in _METHODS & set(item)
        if (_shape(f"/v1{path}"), method) not in there
    }

    assert missing == set()


def test_every_operation_is_described(app: Flask) -> None:
    described = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    known = {
        (_shape(f"/v1{path}"), method)
        for path, item in described["paths"].items()
        for method in _METHODS & set(item)
    }
    there = {
        (_shape(rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith("/v1/") and method.lower() in _METHODS
    }

    assert there - known == set()


def test_every_reference_of_the_description_leads_somewhere() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    components = yaml.safe_load(text)["components"]
    references = set(re.findall(r"#/components/(\w+)/(\w+)", text))

    assert {one for one in references if one[1] not in components.get(one[0], {})} == set()


def _shape(path: str) -> str:
    path = re.sub(r"<any\(xlsx, xls\):extension>", "xlsx", path)
    return re.sub(r"<[^>]+>|\{[^}]+\}", "*", path)
