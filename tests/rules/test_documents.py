"""Documents can't lie: problems, settings, commands and texts are all in them."""

import inspect
import re

from server import problems
from server.problems import Problem
from server.settings import Settings
from tests.rules.check_strings import problems as catalogue_problems
from tests.rules.sources import ROOT, python_files, relative, text_of

_DOCS = ROOT / "docs"


def _all_problems() -> dict[str, type[Problem]]:
    return {
        name: item
        for name, item in vars(problems).items()
        if inspect.isclass(item) and issubclass(item, Problem) and item is not Problem
    }


def test_every_problem_has_its_section() -> None:
    sections = re.findall(
        r"^## (\S+)$", (_DOCS / "problems.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    slugs = {item.slug_of_type() for item in _all_problems().values()}

    assert set(sections) == slugs


def test_every_problem_is_raised_somewhere() -> None:
    texts = "\n".join(
        text_of(path)
        for path in python_files("server")
        if not relative(path).startswith("server/problems")
    )

    assert {name for name in _all_problems() if not re.search(rf"\b{name}\b", texts)} == set()


def test_no_two_codes_of_problems_are_equal_as_numbers() -> None:
    codes = [item.code for name, item in _all_problems().items() if name != "UnexpectedFailure"]

    assert len({float(code) for code in codes}) == len(codes)


def test_every_setting_is_documented_with_its_description() -> None:
    document = (_DOCS / "settings.md").read_text(encoding="utf-8")

    missing = {
        name.upper()
        for name, field in Settings.model_fields.items()
        if f"`{name.upper()}`" not in document or (field.description or "?") not in document
    }
    assert missing == set()


def test_the_chinese_catalogue_is_complete() -> None:
    assert catalogue_problems() == []
