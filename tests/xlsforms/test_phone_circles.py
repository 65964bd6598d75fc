"""Circles of expressions are refused exactly where JavaRosa refuses them."""

import pytest
from pyxform.xls2xform import convert

from tests.javarosa_phone import JavaRosa
from tests.xlsform_md import SETTINGS, compile_here, problems_of
from xlsforms.problem_codes import ProblemCode
from xlsforms.read_xform import read_xform

_COLUMNS = ("relevant", "calculation", "required", "read_only", "constraint")
_HEADER = f"| survey | | | | | | | | |\n| | type | name | label | {' | '.join(_COLUMNS)} |"
CIRCLES = {
    "a → a": ("text a calculation=if(. = '', 1, .)",),
    "a → b → a": ("text a relevant=${b} = 1", "text b required=${a} = 1"),
    "a → c → b → a": ("text a calculation=${c}", "text b calculation=${a}", "text c required=${b}"),
    "g → a → g": ("begin_group g relevant=${a} = 1", "text a", "end_group -"),
    "g → b → a → g": (
        "begin_group g relevant=${b} = 1",
        "text a",
        "end_group -",
        "text b calculation=${a}",
    ),
    "x → a → x": (
        "begin_repeat g",
        "text x calculation=${a}",
        "text y",
        "end_repeat -",
        "text a calculation=sum(/data/g[x = 1]/y)",
    ),
    "y → y": (
        "begin_repeat g",
        "text x",
        "text y calculation=sum(/data/g[x = current()/../y]/x)",
        "end_repeat -",
    ),
    "q → q": ("text q read_only=count(../*) > 3",),
}
STRAIGHT = {
    "constraints": ("text a constraint=${b} = 1", "text b constraint=${a} = .", "text c"),
    "first value": ("text a calculation=once(random())",),
    "relevance and constraint": ("text a relevant=${b} = 1", "text b constraint=${a} = 1"),
    "literals": ("text a calculation=concat('/data/a', \"/data/a\")",),
    "position": ("begin_repeat g", "text a calculation=position(..)", "end_repeat -"),
    "count inside": ("begin_repeat g", "text a calculation=count(${g})", "end_repeat -"),
    "words": ("text a", "text div calculation=${a} div 2 * 3", "text and relevant=${div} and 1"),
    "empty group": ("text a", "begin_group g", "end_group -"),
}


def _markdown(lines: tuple[str, ...]) -> str:
    rows = [_HEADER]
    for line in lines:
        kind, name, rest = [*line.split(" ", 2), ""][:3]
        column, _, text = rest.partition("=")
        shown = [kind, name.strip("-"), "L", *(text if one == column else "" for one in _COLUMNS)]
        rows.append(f"| | {' | '.join(shown)} |")
    return "\n".join(rows) + SETTINGS


@pytest.mark.parametrize("circle", CIRCLES)
def test_a_circle_is_told_with_the_way_round(circle: str) -> None:
    (found,) = problems_of(_markdown(CIRCLES[circle]))

    assert found.code is ProblemCode.PHONE_CIRCLE
    assert found.details["circle"] == circle
    assert (found.sheet, found.row is not None) == ("survey", True)


@pytest.mark.parametrize("name", STRAIGHT)
def test_what_is_no_circle_is_taken(name: str) -> None:
    assert compile_here(_markdown(STRAIGHT[name])).form_id == "visit"


@pytest.mark.java
def test_javarosa_opens_what_is_taken_and_none_of_the_circles(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    engine = JavaRosa.compiled(tmp_path_factory.mktemp("javarosa"))

    opened = {
        name
        for name, lines in (CIRCLES | STRAIGHT).items()
        if engine.opens(convert(_markdown(lines), file_type=".md").xform.encode())
    }

    assert opened == set(STRAIGHT)


def test_two_circles_are_both_told() -> None:
    found = problems_of(_markdown(("text a relevant=. = 1", "text b relevant=. = 1")))

    assert [one.row for one in found] == [2, 3]


def test_thousands_of_expressions_are_read_in_a_moment() -> None:
    binds = "".join(
        f'<bind nodeset="/data/q{n}" calculate="/data/q{n + 1} + /data/*[1]/x"/>'
        for n in range(3_000)
    )
    nodes = "".join(f"<q{n}/>" for n in range(3_001))
    xml = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        f'<h:head><h:title>T</h:title><model><instance><data id="d">{nodes}</data></instance>'
        f"{binds}</model></h:head><h:body/></h:html>"
    )

    assert len(read_xform(xml.encode()).fields) == 3_001
