"""Commands for schemes, without a database: `concord scheme blank|check|evaluate`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from babel.support import Translations

from server import clock
from server.domain.schemes.checking.check_scheme import CheckedScheme, check_scheme
from server.domain.schemes.exact.words import Translate
from server.domain.schemes.reading.compiled import CompiledScheme
from server.domain.schemes.reading.guide import blank_workbook
from server.domain.schemes.scoring.evaluate import evaluate
from server.domain.schemes.telling.trace_json import evaluation_to_json
from server.domain.schemes.typing.typed_inputs import (
    BadInputs,
    TypedSubject,
    source_for,
    subjects_of_json,
)
from server.domain.schemes.typing.typed_tables import subjects_of_sheets
from server.scheme_output import evaluation_lines, fault_line
from server.settings import Settings
from xlsforms.errors import XlsformError
from xlsforms.read_scheme import SchemeWorkbook, read_scheme_workbook
from xlsforms.read_sheets import read_sheets

_CATALOGUES = Path(__file__).resolve().parent / "locale"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ZIP_MARK = b"PK\x03\x04"


@click.group()
def scheme() -> None:
    """Check scheme workbooks and try them, without a database."""


@scheme.command()
def blank() -> None:
    """Write an empty scheme workbook to standard output."""
    sys.stdout.buffer.write(blank_workbook(_chinese()))


def _chinese() -> Translate:
    return Translations.load(str(_CATALOGUES), ["zh_CN"]).ugettext


@scheme.command()
@click.argument("file", type=_FILE)
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def check(file: Path, language: str) -> None:
    """Tell all that is wrong with a scheme workbook; exit with 1 if it cannot be published."""
    book, checked = _checked(file)
    translate = _chinese() if language == "zh" else str
    for fault in checked.faults:
        click.echo(fault_line(fault, book.letters, translate))
    if checked.compiled is None:
        sys.exit(1)
    rows, most = len(checked.compiled.rows), checked.compiled.most
    click.echo(f"{file.name}: {rows} rows, {most if most is not None else 'unknown'} points.")


@scheme.command("evaluate")
@click.argument("file", type=_FILE)
@click.option("--inputs", type=_FILE, required=True, help="JSON, or an XLSX workbook.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the evaluation.")
@click.option("--json", "as_json", is_flag=True, help="Everything, with all steps.")
def evaluate_inputs(file: Path, inputs: Path, day: datetime | None, *, as_json: bool) -> None:
    """Score typed-in subjects by a scheme workbook; nothing is stored.

    JSON inputs: {"on": "2026-11-01", "subjects": [{"name": "Willow", "facts": {"headcount": 120},
    "observations": {"1.1": 4.5}, "titles": [{"code": "A", "since": "2024-05-01"}]}]}; an
    observation may also be an object with measure, value, source, level, on, evidence and note.
    A workbook has the sheets inputs (subject, measure, value, source, level, date, evidence, note),
    facts (subject, fact, value) and titles (subject, code, since, until).
    """
    book, checked = _checked(file)
    if checked.compiled is None:
        lines = [fault_line(fault, book.letters) for fault in checked.faults]
        raise click.ClickException("\n".join(lines))
    subjects = _subjects(
        inputs, checked.compiled, clock.day_in(Settings().time_zone) if day is None else day.date()
    )
    found = [(one.name, evaluate(checked.compiled, one.subject)) for one in subjects]
    if as_json:
        told = [{"name": name, "evaluation": evaluation_to_json(one)} for name, one in found]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for name, one in found:
        click.echo(name or "(no name)")
        for line in evaluation_lines(checked.compiled, one):
            click.echo(line)


def _checked(file: Path) -> tuple[SchemeWorkbook, CheckedScheme]:
    with _told(file):
        book = read_scheme_workbook(file.read_bytes())
        return book, check_scheme(book.scheme, problems=book.problems)


def _subjects(inputs: Path, scheme: CompiledScheme, today: date) -> tuple[TypedSubject, ...]:
    data = inputs.read_bytes()
    with _told(inputs):
        if data.startswith(_ZIP_MARK):
            return subjects_of_sheets(read_sheets(data), today, source_for(scheme))
        return subjects_of_json(data, today, source_for(scheme))


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Tell what is wrong with a file in sentences instead of a traceback."""
    try:
        yield
    except (XlsformError, BadInputs) as error:
        raise click.ClickException(f"{file.name}: {error}") from error
