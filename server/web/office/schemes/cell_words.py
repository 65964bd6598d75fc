"""Cells of a scheme's sheets in words: kinds, measures, effects, levels; the raw text beside."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from server.domain.schemes.described.observations import Source
from server.domain.schemes.exact.conditions import Comparison
from server.domain.schemes.kinds.veto_effect import CAP
from server.i18n import reader_locale
from server.problems import N_
from server.web.office.evaluations.parameter_words import kind_word, parameter_value
from server.web.office.evaluations.words import fact_word, level_word, source_word
from server.web.office.subject_kinds import subject_word
from xlsforms.scheme import GRADES, INDICATORS, RECORDS, TARGETS, VETOES, Scheme, SchemeRow

_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "coverage_target": N_("Share that takes part"),
        "count_target": N_("A number of things"),
        "share_of_areas": N_("Share of areas"),
    },
    "effect": {
        "reject": N_("no grade"),
        "withdraw": N_("no grade, the title is withdrawn"),
    },
    "type": {
        "text": N_("Text"),
        "number": N_("Number"),
        "date": N_("Date"),
        "yes_no": N_("Yes or no"),
    },
    "metric": {
        "takes_part": N_("taking part"),
        "has_union": N_("having a trade union"),
        "has_tripartite_body": N_("having a tripartite body"),
        "has_party_organisation": N_("having a Party organisation"),
        "meets_provincial_standard": N_("meeting the provincial standard"),
        "put_forward": N_("put forward"),
        "new_titles": N_("newly named"),
        "new_city_titles": N_("newly named by the city"),
        "new_party_organisations": N_("new Party organisations"),
        "model_party_branches": N_("model Party branches"),
        "pilot_enterprises": N_("pilot enterprises"),
        "first_units": N_("first units"),
        "leading_groups": N_("leading groups"),
        "migrant_ledger": N_("keeping a register of migrant workers"),
        "score_rising": N_("rising scores"),
    },
    "column": {
        "document": N_("Document number"),
        "summary": N_("Summary"),
        "deaths": N_("Deaths"),
    },
}
_MEASURES: Mapping[str, str] = {
    "total": N_("Total points"),
    "met": N_("Met: %(name)s"),
    "points": N_("Points: %(name)s"),
    "title": N_("Title held: %(name)s"),
    "rate": N_("Rate: %(name)s"),
    "record": N_("Records: %(name)s"),
    "review": N_("Yearly review: %(name)s"),
}
_SOURCES = frozenset(one.value for one in Source)
_SEPARATORS = re.compile(r"[\s,，、]+")
_COMPARISON = re.compile(r"\s*(>=|<=|=|>|<)\s*")


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell in the reader's language, and its text in the workbook where that helps an author."""

    text: str
    raw: str = ""


def cell_words(scheme: Scheme, sheet: str, column: str, text: str) -> CellText:
    """Return a cell as a page shows it; a text that says itself stays as it is."""
    if column in _WORDS and text in _WORDS[column]:
        return CellText(str(gettext(_WORDS[column][text])))
    if column in _EACH:
        return CellText(_joined(_EACH[column], text))
    if column in {"measure", "metric", "standards", "level_before"}:
        return _with_raw(_joined(lambda one: measure_word(scheme, one), text), text)
    if column in _OF_SCHEME:
        return _with_raw(_OF_SCHEME[column](scheme, text), text)
    if column == "kind":
        is_record = sheet == RECORDS
        return (
            _with_raw(_record_word(scheme, text), text) if is_record else CellText(kind_word(text))
        )
    return CellText(parameter_value(column, text))


def measure_word(scheme: Scheme, measure: str) -> str:
    """Return what a measure or a code is called; what the scheme does not name stays raw."""
    if measure == "total":
        return str(gettext(_MEASURES["total"]))
    kind, _, name = measure.partition(":")
    if kind in _MEASURES and name:
        called = _record_word(scheme, name.partition(":")[0]) or _code_word(scheme, name)
        return str(gettext(_MEASURES[kind], name=called or level_word(name)))
    return _code_word(scheme, measure) or fact_word(measure)


def condition_words(scheme: Scheme, text: str) -> str:
    """Return conditions such as `headcount >= 50` with their measures and answers in words."""
    return "; ".join(_condition(scheme, one.strip()) for one in text.split(";") if one.strip())


def listed(words: Iterable[str]) -> str:
    """Return words one after another, parted as the reader's language parts them."""
    return ("、" if reader_locale() == "zh_CN" else ", ").join(words)


def _effect(scheme: Scheme, text: str) -> str:
    if not text.startswith(CAP):
        return text
    grade = _code_word(scheme, text.removeprefix(CAP).strip())
    return str(gettext("at most %(grade)s", grade=grade)) if grade else ""


def list_row_words(scheme: Scheme, row: SchemeRow) -> str:
    """Return a row of a list in words: its name or measure, and what is asked of it."""
    name = _named(row) or _joined(lambda one: measure_word(scheme, one), row["measure"])
    op = row["op"] or (">=" if row["limit"] and row["limit"] != "yes" else "")
    limit = parameter_value("limit", row["limit"])
    if limit and row["op"] == Comparison.ONE_OF:
        op, limit = ":", " / ".join(parameter_value("limit", one) for one in limit.split())
    others = (
        measure_word(scheme, text) if column == "of" else parameter_value(column, text)
        for column, text in row.cells.items()
        if column not in {"code", "row", "name", "name_zh", "name_en", "measure", "op", "limit"}
    )
    asked = () if row["limit"] == "yes" else (op, limit)
    return " ".join(one for one in (name, *asked, *others) if one)


def _condition(scheme: Scheme, text: str) -> str:
    found = _COMPARISON.search(text)
    if found is None:
        return text
    measure, comparison, value = text[: found.start()], found[1], text[found.end() :]
    shown = level_word(value) if measure == "nominated_by" else parameter_value("limit", value)
    return f"{measure_word(scheme, measure)} {comparison} {shown}"


def _holder(text: str) -> str:
    return subject_word(text) if text == "enterprise" else level_word(text)


def _source(text: str) -> str:
    return source_word(Source(text)) if text in _SOURCES else text


_EACH: Mapping[str, Callable[[str], str]] = {
    "source": _source,
    "level": _holder,
    "quota_by": level_word,
    "per": level_word,
    "may_set": level_word,
    "subject": subject_word,
    "unit": subject_word,
}
_OF_SCHEME: Mapping[str, Callable[[Scheme, str], str]] = {
    "applies_when": condition_words,
    "band": condition_words,
    "effect": _effect,
}


def _joined(word: Callable[[str], str], text: str) -> str:
    return listed(word(one) for one in _SEPARATORS.split(text) if one)


def _with_raw(words: str, text: str) -> CellText:
    return CellText(text) if words in {"", text} else CellText(words, text)


def _named(row: SchemeRow) -> str:
    names = (row["name_zh"], row["name_en"])
    first, other = names if reader_locale() == "zh_CN" else names[::-1]
    return first or other or row["name"]


def _record_word(scheme: Scheme, kind: str) -> str:
    return next((_named(row) for row in scheme.records if row["kind"] == kind), "")


def _code_word(scheme: Scheme, code: str) -> str:
    sheets = (INDICATORS, VETOES, GRADES, TARGETS)
    rows = (row for sheet in sheets for row in scheme.rows_of(sheet))
    return next((_named(row) for row in rows if row["code"] == code), "")
