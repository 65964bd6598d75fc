"""Functions that phones do not know are refused; those that JavaRosa carries out are not."""

import subprocess
from importlib import resources
from pathlib import Path

import pytest

from xlsforms.phone_functions import (
    FUNCTIONS,
    has_unread_steps,
    misplaced_calls,
    unread_names,
    wrong_calls,
)

VALIDATOR = resources.files("pyxform.validators.odk_validate") / "bin" / "ODK_Validate.jar"
XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance>
<data id="x"><x/><q/></data></instance><bind nodeset="/data/x" type="string" calculate="{}"/>
</model></h:head><h:body><input ref="/data/q"><label>q</label></input></h:body></h:html>"""
UNKNOWN = ("no-such", "floor", "ceiling", "last", "lang", "local-name", "hex", "substring")


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("pow(2)", ["pow"]),
        ("pow( 2 , 3 )", []),
        ("true( )", []),
        ("true(1)", ["true"]),
        ("if(selected(/d/a, 'y(,'), concat('a', \"b)\"), 1)", []),
        ("(1) and (2) or(3)", []),
        ("not(nosuch(1)) and if(1)", ["nosuch", "if"]),
        ("jr:choice-name( /d/q , '/d/q')", []),
        ("instance('x')/root/item[name = current()/../q][position() = 1]/label", []),
        ("count(/a[b = 1 and (c)]) div count(../r)", []),
        ("a-b (1)", ["a-b"]),
        ("))", []),
        ("((", []),
        ("", []),
    ],
)
def test_arguments_are_counted_through_brackets_and_quotes(
    expression: str, wrong: list[str]
) -> None:
    assert list(wrong_calls(expression)) == wrong


def test_variables_far_steps_and_endless_signs_are_not_read() -> None:
    assert has_unread_steps("$x + 1")
    assert has_unread_steps("../preceding-sibling::*")
    assert has_unread_steps("- " * 3_000 + "1")
    assert not has_unread_steps("'$x a::b' = \"ancestor::x\" and child::a - -1")


@pytest.mark.parametrize(
    ("expression", "is_list", "wrong"),
    [
        ("count(/d/r)", False, []),
        ("count( 1 )", False, ["count"]),
        ("sum('a') + count-non-empty(\"b\")", False, ["sum", "count-non-empty"]),
        ("my-count(1)", False, []),
        ("count(1.5 + /d/r)", False, []),
        ("randomize(instance('x')/root/item)", True, []),
        ("randomize(instance('x')/root/item)", False, ["randomize"]),
        ("'randomize(' = ' count(1)'", False, []),
    ],
)
def test_functions_of_lists_get_lists(expression: str, is_list: bool, wrong: list[str]) -> None:
    assert list(misplaced_calls(expression, is_list=is_list)) == wrong


def test_names_that_the_engine_does_not_read_are_found_outside_of_texts() -> None:
    assert list(unread_names("/d/类别 = '类别' and a-b.c_1 = éß")) == ["类别"]


@pytest.mark.java
def test_whatever_is_refused_ends_the_form_in_javarosa_as_well(tmp_path: Path) -> None:
    names: dict[str, str] = {}
    for function in {*FUNCTIONS, *UNKNOWN} - {"current", "instance"}:
        for count in range(7):
            name = f"{len(names)}.xml"
            names[name] = f"{function}({', '.join(['1'] * count)})"
            (tmp_path / name).write_text(XFORM.format(names[name]), encoding="utf-8")
    with resources.as_file(VALIDATOR) as jar:
        done = subprocess.run(
            ["java", "-Djava.awt.headless=true", "-jar", jar, *names],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    _, _, told = done.stderr.partition("The following files failed validation:")
    failed = {names[one] for one in told.split() if one in names}
    refused = {one for one in names.values() if list(wrong_calls(one))}

    assert len(refused) > 200
    assert refused <= failed
