"""Forms that others have written are accepted, or refused with a reason; nothing else happens."""

import subprocess
from contextlib import suppress
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.forms_of_others import CELLS, TYPES, all_forms, with_cell
from tests.xlsform_md import compile_here
from xlsforms.errors import XlsformError
from xlsforms.read_xform import read_xform

FORMS = all_forms()
KINDS = [one.strip() for one in TYPES.replace("\n", " ").split(";") if one.strip()]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="|\\", exclude_categories=["Cc"]), max_size=40
)
VALIDATOR = resources.files("pyxform.validators.odk_validate") / "bin" / "ODK_Validate.jar"
NOT_SEEN_BY_US = {"empty group"}
"""Forms taken all the same: only the validator minds."""
OUR_WORDS = ("Traceback", "object has no", "Error:", "NoneType", "KeyError", "<class")


def _accepted_or_told(markdown: str) -> str:
    """Return `accepted`, or the reason; an accepted form is read once more as it will be served."""
    try:
        form = compile_here(markdown)
    except XlsformError as error:
        return _told(error)
    again = read_xform(form.xform)
    assert again.form_id == form.form_id
    assert again.fields == form.fields
    return "accepted"


def _told(error: XlsformError) -> str:
    """Return the reason of a refusal, which speaks of the form and never of our code."""
    assert error.problems
    for problem in error.problems:
        assert len(str(problem)) > 10
        assert not any(word in str(problem) for word in OUR_WORDS), str(problem)
    return str(error.problems[0])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_others_is_accepted_or_refused_with_a_reason(name: str) -> None:
    assert _accepted_or_told(FORMS[name])


@pytest.mark.java
def test_javarosa_opens_every_form_that_is_accepted(tmp_path: Path) -> None:
    names: dict[str, str] = {}
    for number, (name, markdown) in enumerate(FORMS.items()):
        with suppress(XlsformError):
            (tmp_path / f"{number}.xml").write_bytes(compile_here(markdown).xform)
            names[f"{number}.xml"] = name
    with resources.as_file(VALIDATOR) as jar:
        done = subprocess.run(
            ["java", "-Djava.awt.headless=true", "-jar", jar, *names],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    _, _, failed = done.stderr.partition("The following files failed validation:")

    assert len(names) > 200
    assert {names[one] for one in failed.split() if one in names} == NOT_SEEN_BY_US


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    column=st.sampled_from(sorted(CELLS)),
    kind=st.sampled_from(KINDS),
    text=TEXTS | st.sampled_from([text for texts in CELLS.values() for text in texts]),
)
def test_any_cell_of_any_question_is_accepted_or_told(column: str, kind: str, text: str) -> None:
    assert _accepted_or_told(with_cell(column, text, kind))
