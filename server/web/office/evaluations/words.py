"""Evaluations in words: steps, gaps, sources, levels and facts, in the reader's language."""

from decimal import Decimal

from flask_babel import gettext

from server.domain.schemes.described.observations import Source
from server.domain.schemes.described.settings import SchemeSettings
from server.domain.schemes.exact.outcome import GapReason, Step
from server.domain.schemes.exact.values import Shown, Text, Value, plain, shown
from server.domain.schemes.exact.words import tell
from server.i18n import reader_locale
from server.problems import N_

GAPS = {
    GapReason.NO_VALUE: N_("No value"),
    GapReason.SAMPLE_TOO_SMALL: N_("Sample too small"),
    GapReason.NOT_RELEASED: N_("Survey not released"),
    GapReason.NOT_SHOWN: N_("Not shown"),
    GapReason.OUT_OF_RANGE: N_("Out of range"),
    GapReason.NOT_UNDERSTOOD: N_("Not understood"),
    GapReason.UNKNOWN_RULE: N_("Rule not published"),
    GapReason.UNKNOWN_POINTS: N_("Points not published"),
}
GAP_HINTS = {
    GapReason.NO_VALUE: N_("Nothing was observed or given yet."),
    GapReason.SAMPLE_TOO_SMALL: N_("Too few answers came in to say anything of the enterprise."),
    GapReason.NOT_RELEASED: N_("The figures come out after the campaign has closed."),
    GapReason.NOT_SHOWN: N_("So few answered that the figure would tell who said what."),
    GapReason.OUT_OF_RANGE: N_("The value lies outside what the row takes."),
    GapReason.NOT_UNDERSTOOD: N_("The value is of another kind than the row takes."),
    GapReason.UNKNOWN_RULE: N_("The table is known only in part: how this row scores is not."),
    GapReason.UNKNOWN_POINTS: N_("The table is known only in part: the row's points are not."),
}
SOURCES = {
    Source.SURVEY: N_("Workers' survey"),
    Source.INSPECTION: N_("Site check"),
    Source.SELF: N_("Self-assessment"),
    Source.ASSESSOR: N_("Points by hand"),
    Source.RECORD: N_("Department record"),
    Source.TITLE: N_("Title held"),
    Source.SCHEME: N_("Another scheme"),
    Source.REGISTER: N_("Register"),
}
LEVELS = {
    "self": N_("Self"),
    "village": N_("Village"),
    "park": N_("Park"),
    "township": N_("Township"),
    "county": N_("County"),
    "city": N_("City"),
    "province": N_("Province"),
}
FACTS = {
    "headcount": N_("Employees"),
    "ownership": N_("Kind of ownership"),
    "industry": N_("Industry"),
    "kind": N_("Kind of subject"),
    "area": N_("Area"),
    "has_union": N_("Has a trade union"),
    "full_party_members": N_("Full Party members"),
    "above_scale": N_("Above designated size"),
    "has_cluster": N_("Has an industrial cluster"),
    "nominated_by": N_("Put forward by"),
    "team_members": N_("Members of the self-assessment team"),
}


def told(one: Step) -> str:
    """Return a step as a sentence in the reader's language."""
    return tell(one, gettext, reader_locale())


def in_words(fact: Shown) -> str:
    """Return a fact in the reader's language."""
    return fact.in_language(reader_locale()) if isinstance(fact, Text) else str(fact)


def name_of(text: Text) -> str:
    """Return a name of a scheme in the reader's language."""
    return text.in_language(reader_locale())


def value_text(value: Value | None) -> str:
    """Return a value as a page shows it; none is what does not apply."""
    return str(gettext("not applicable")) if value is None else in_words(shown(value))


def points_text(points: Decimal | None, settings: SchemeSettings) -> str:
    """Return points with as many places as the scheme keeps, empty when there are none."""
    return "" if points is None else plain(settings.rounded(points))


def gap_word(reason: GapReason) -> str:
    """Return why a row has no points, in a word or two."""
    return str(gettext(GAPS[reason]))


def gap_hint(reason: GapReason) -> str:
    """Return why a row has no points, in a sentence."""
    return str(gettext(GAP_HINTS[reason]))


def source_word(source: Source) -> str:
    """Return where a value comes from."""
    return str(gettext(SOURCES[source]))


def level_word(level: str) -> str:
    """Return a level that gives points; a department is called as the workbook calls it."""
    return str(gettext(LEVELS[level])) if level in LEVELS else level


def fact_word(name: str) -> str:
    """Return what a fact of a subject is called; an unknown one by its name in the workbook."""
    return str(gettext(FACTS[name])) if name in FACTS else name
