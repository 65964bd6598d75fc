"""The spreadsheet offices work in: labels, codes, a sheet for each repeat, codebook, notes.

Dates and numbers are real ones, identifiers are text, and each repeat row repeats the enterprise
it belongs to, so that it can be filtered without looking anything up.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from exports.profiles.answer_cells import Question, question
from exports.profiles.export_form import (
    Answer,
    ExportForm,
    ExportRepeat,
    ExportRow,
    Notes,
    answer_at,
    path_names,
)
from exports.profiles.log_sheet import log_rows, log_sheet
from exports.profiles.notes_sheet import notes_sheet
from exports.profiles.words import Words
from exports.spreadsheet import (
    CellValue,
    Column,
    ColumnKind,
    PlacedRow,
    Row,
    Sheet,
    Spreadsheet,
)

_LABELS_SHEET, _CODES_SHEET, _FIRST_REPEAT_SHEET = 0, 1, 2


@dataclass(slots=True)
class _Layout:
    """What one export needs of its form, and the number of submissions written so far."""

    form: ExportForm
    words: Words
    questions: dict[str | None, tuple[Question, ...]]
    row_count: int = field(default=0)

    def inner_repeats(self, outer_path: str | None) -> tuple[tuple[int, ExportRepeat], ...]:
        return tuple(
            (_FIRST_REPEAT_SHEET + place, repeat)
            for place, repeat in enumerate(self.form.repeats)
            if self._outer(repeat.path) == outer_path
        )

    def _outer(self, path: str) -> str | None:
        around = [one.path for one in self.form.repeats if path.startswith(one.path + "/")]
        return max(around, key=len, default=None)


def _layout(form: ExportForm, words: Words, zone: tzinfo) -> _Layout:
    questions = [question(one, words=words, zone=zone) for one in form.fields]
    places = (None, *(repeat.path for repeat in form.repeats))
    return _Layout(
        form,
        words,
        {
            place: tuple(one for one in questions if one.field.repeat_path == place)
            for place in places
        },
    )


def office_spreadsheet(
    form: ExportForm, rows: Iterable[ExportRow], *, words: Words, notes: Notes, zone: tzinfo
) -> Spreadsheet:
    """Return the office's spreadsheet of the submissions; rows are read once, while writing."""
    layout = _layout(form, words, zone)
    return Spreadsheet(
        sheets=(
            Sheet(words.labels_sheet, _label_sheet_columns(layout)),
            Sheet(words.codes_sheet, _code_sheet_columns(layout)),
            *(_repeat_sheet(layout, repeat) for repeat in form.repeats),
            *((log_sheet(words),) if form.has_log else ()),
            codebook_sheet(form, words),
            notes_sheet(words, _notes_rows(layout, notes)),
        ),
        stream=_stream(layout, rows),
        continued_note=words.continued,
    )


def codebook_sheet(form: ExportForm, words: Words) -> Sheet:
    """Return the sheet that lists each question with its choices, one row a choice."""
    titles = (
        words.field,
        words.label,
        words.type,
        words.repeat,
        words.choice_code,
        words.choice_label,
    )
    return Sheet(
        words.codebook_sheet,
        tuple(Column(title, ColumnKind.IDENTIFIER, width=24) for title in titles),
        _codebook_rows(form),
    )


def _codebook_rows(form: ExportForm) -> Iterator[Row]:
    repeat_labels = {repeat.path: repeat.label for repeat in form.repeats}
    for one in form.fields:
        name = "-".join(path_names(one.path))
        repeat = repeat_labels.get(one.repeat_path or "")
        if not one.choices:
            yield (name, one.label, one.type, repeat, None, None)
        for choice in one.choices:
            yield (name, one.label, one.type, repeat, choice.name, choice.label)


def _label_sheet_columns(layout: _Layout) -> tuple[Column, ...]:
    columns = (column for one in layout.questions[None] for column in one.label_columns())
    return (*_lead_columns(layout.words), *columns, _key_column(layout.words.key))


def _code_sheet_columns(layout: _Layout) -> tuple[Column, ...]:
    columns = (column for one in layout.questions[None] for column in one.code_columns())
    return (*_lead_columns(layout.words), *columns, _key_column(layout.words.key))


def _lead_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column(words.enterprise, width=32),
        Column(words.uscc, ColumnKind.IDENTIFIER, width=22),
        Column(words.area, width=18),
        Column(words.campaign, width=18),
        Column(words.received, ColumnKind.DATETIME),
        Column(words.submitter, width=12),
        Column(words.review_state, width=10),
    )


def _key_column(title: str) -> Column:
    return Column(title, ColumnKind.IDENTIFIER, width=44)


def _repeat_sheet(layout: _Layout, repeat: ExportRepeat) -> Sheet:
    columns: list[Column] = []
    for one in layout.questions[repeat.path]:
        columns.extend(one.label_columns())
        if one.is_select_one:
            columns.append(Column(f"{one.title} ({layout.words.code})"))
    title = repeat.label or path_names(repeat.path)[-1]
    return Sheet(
        title,
        (
            Column(layout.words.enterprise, width=32),
            Column(layout.words.uscc, ColumnKind.IDENTIFIER, width=22),
            *columns,
            _key_column(layout.words.parent_key),
            _key_column(layout.words.key),
        ),
    )


def _stream(layout: _Layout, rows: Iterable[ExportRow]) -> Iterator[PlacedRow]:
    for row in rows:
        layout.row_count += 1
        state = row.review_state
        label = layout.words.review_states.get(state, state) if state else None
        lead = (row.enterprise_name, row.uscc, row.area, row.campaign, row.received, row.submitter)
        yield _LABELS_SHEET, (*lead, label, *_label_row(layout, row.answers), row.key)
        yield _CODES_SHEET, (*lead, state, *_code_row(layout, row.answers), row.key)
        yield from _repeat_rows(layout, row, instance=row.answers, path=None, key=row.key)
        if layout.form.has_log:
            for cells in log_rows(row):
                yield _FIRST_REPEAT_SHEET + len(layout.form.repeats), cells


def _label_row(layout: _Layout, answers: Mapping[str, Answer]) -> Iterator[CellValue]:
    for one in layout.questions[None]:
        yield from one.label_cells(one.raw(answers))


def _code_row(layout: _Layout, answers: Mapping[str, Answer]) -> Iterator[CellValue]:
    for one in layout.questions[None]:
        yield from one.code_cells(one.raw(answers))


def _repeat_rows(
    layout: _Layout,
    row: ExportRow,
    *,
    instance: Mapping[str, Answer],
    path: str | None,
    key: str,
) -> Iterator[PlacedRow]:
    for sheet, repeat in layout.inner_repeats(path):
        names = path_names(repeat.path, path)
        found = answer_at(instance, names)
        for number, inner in enumerate(_instances(found), start=1):
            inner_key = f"{key}/{'/'.join(names)}[{number}]"
            cells = _instance_cells(layout, repeat, inner)
            yield sheet, (row.enterprise_name, row.uscc, *cells, key, inner_key)
            yield from _repeat_rows(layout, row, instance=inner, path=repeat.path, key=inner_key)


def _instances(found: Answer) -> Iterator[Mapping[str, Answer]]:
    if isinstance(found, Mapping):
        yield found
    elif found is not None and not isinstance(found, str):
        yield from (one for one in found if isinstance(one, Mapping))


def _instance_cells(
    layout: _Layout, repeat: ExportRepeat, instance: Mapping[str, Answer]
) -> Iterator[CellValue]:
    for one in layout.questions[repeat.path]:
        raw = one.raw(instance)
        yield from one.label_cells(raw)
        if one.is_select_one:
            yield raw or None


def _notes_rows(layout: _Layout, notes: Notes) -> Iterator[Row]:
    words = layout.words
    yield words.form, layout.form.title
    if layout.form.version:
        yield words.version, layout.form.version
    yield from notes.lines
    yield words.row_count, layout.row_count
    if notes.suppressed_count is not None:
        yield words.suppressed_count, notes.suppressed_count
    yield words.made_at, notes.made_at
