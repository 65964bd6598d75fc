"""Every kind of rule and decision has its line in both pages, with all its parameters."""

import re

import pytest

from server.domain.schemes.kinds.bind import row_type, scalar_columns
from server.domain.schemes.kinds.decision_kind import (
    all_grade_kinds,
    all_group_kinds,
    all_veto_kinds,
)
from server.domain.schemes.kinds.rule_kind import all_rule_kinds
from tests.rules.sources import ROOT

PAGES = ("docs/rule-kinds.md", "docs/rule-kinds.zh.md")
_LINE = re.compile(r"^\| (?P<number>\d+) \| `(?P<name>\w+)` \|", re.MULTILINE)
_NAMES = {"name_zh", "name_en"}
"""What any entry of a list may be called; the pages say so once."""


def _kinds() -> dict[str, tuple[int, set[str]]]:
    found: dict[str, tuple[int, set[str]]] = {}
    for kinds in (all_rule_kinds(), all_group_kinds(), all_veto_kinds(), all_grade_kinds()):
        for name, kind in kinds.items():
            of_row = row_type(kind.parameters)
            columns = {
                *scalar_columns(kind.parameters),
                *(scalar_columns(of_row or kind.parameters)),
            }
            found[name] = (kind.number, columns - _NAMES)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_has_one_line_under_its_number(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    lines = [(one["name"], int(one["number"])) for one in _LINE.finditer(text)]

    assert sorted(lines) == sorted((name, number) for name, (number, _) in _kinds().items())


@pytest.mark.parametrize("page", PAGES)
def test_the_line_of_a_kind_names_all_its_parameters(page: str) -> None:
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    said = {match["name"]: line for line in lines if (match := _LINE.match(line))}

    missing = {
        name: sorted(column for column in columns if f"`{column}`" not in said.get(name, ""))
        for name, (_, columns) in _kinds().items()
    }

    assert {name: columns for name, columns in missing.items() if columns} == {}
