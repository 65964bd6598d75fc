"""Files stay small, say what they are, and keep to their rooms."""

import ast
import re
from pathlib import Path

import pytest

from tests.rules import make_map
from tests.rules.sources import (
    ROOT,
    first_sentence,
    python_files,
    relative,
    text_of,
    tree_of,
)

MOST_LINES = 300
MOST_FUNCTION_LINES = 40
ALL_ROOMS = ("server", "xlsforms", "qr", "exports", "tests", "bench")


@pytest.mark.parametrize("path", python_files(*ALL_ROOMS), ids=relative)
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(text_of(path).splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", python_files("server", "xlsforms", "qr", "exports"), ids=relative)
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    }

    assert long == {}


@pytest.mark.parametrize("path", python_files(*ALL_ROOMS), ids=relative)
def test_every_module_says_what_it_is(path: Path) -> None:
    sentence = first_sentence(path)

    assert sentence
    assert len(sentence) > 3


def test_the_map_says_of_every_file_what_its_docstring_says() -> None:
    assert make_map.MAP.read_text(encoding="utf-8") == make_map.written(), "run: make docs"


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        (".commit(", {"server/store/group_commit.py"}),
        ("datetime.now(", {"server/clock.py"}),
        ("os.environ", set()),
        ("from pyxform", {"xlsforms/child.py"}),
        ("import qrcode", {"qr/image.py"}),
        ("import typst", {"exports/typst_child.py"}),
    ],
)
def test_some_things_are_done_in_one_place_only(text: str, homes: set[str]) -> None:
    found = {relative(path) for path in python_files() if text in text_of(path)}

    assert found == homes


def test_only_the_store_speaks_sql() -> None:
    statement = re.compile(
        r"^from sql\w+ import .*\b(select|insert|update|delete|text|func)\b", re.MULTILINE
    )
    found = {relative(path) for path in python_files("server") if statement.search(text_of(path))}

    assert {
        name for name in found if not name.startswith(("server/store/", "server/migrations/"))
    } == set()


def test_names_that_say_nothing_are_not_used_for_files() -> None:
    empty = {"utils", "helpers", "common", "base", "manager", "service", "core", "misc"}

    assert {relative(p) for p in python_files(*ALL_ROOMS) if p.stem in empty} == set()


def test_nothing_is_left_to_do_later() -> None:
    marks = (
        "TO" + "DO",
        "FIX" + "ME",
        "Not" + "ImplementedError",
        "pytest." + "skip",
        "mark." + "xfail",
    )
    found = {
        (relative(path), mark)
        for path in python_files(*ALL_ROOMS)
        for mark in marks
        if mark in text_of(path)
    }

    assert found == set()


def test_the_head_of_the_migrations_is_the_newest_file() -> None:
    versions = sorted((ROOT / "server/migrations/versions").glob("2*.py"))
    head = (ROOT / "server/migrations/HEAD").read_text(encoding="ascii").strip()

    assert f'revision = "{head}"' in versions[-1].read_text(encoding="utf-8")
