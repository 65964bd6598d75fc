"""The settings of a scheme: who wrote it, how it rounds, and what published tables leave open."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from server.domain.schemes.exact.values import Text


class Rounding(StrEnum):
    """How a total is rounded; single rows never are."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
}


_DIGITS = Context(prec=60)
MOST_PLACES = 6


class SourceRule(StrEnum):
    """What happens where several sources have a value."""

    FIRST = "first"
    """The first in the row's list of sources counts, and what others say is not shown."""
    SIDE_BY_SIDE = "side_by_side"
    """The same counts, and what the others say is shown beside it."""


class Missing(StrEnum):
    """What a value that is missing does to its row."""

    GAP = "gap"
    ZERO = "zero"


class SurveyView(StrEnum):
    """Which released figure of a survey question is its value."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    """With those who are basically satisfied."""
    SCORE = "score"
    LOWER = "lower"
    """The lower end of the interval of the satisfied share."""


class Accepted(StrEnum):
    """Which submissions count."""

    ACCEPTED = "accepted"
    """All that were not rejected, have no issues and were not left out with a reason."""
    APPROVED = "approved"


class StageRule(StrEnum):
    """Which level's points count."""

    FALLBACK = "fallback"
    """The highest level that gave points; a blank falls back, a zero does not."""
    LAST = "last"
    """The last level alone."""
    MEAN = "mean"
    MIN = "min"


class LaterLower(StrEnum):
    """What a later, lower score does to a grade that is held."""

    KEEP = "keep"
    DROP = "drop"


class TieRule(StrEnum):
    """What happens to those with the same points where the places of a quota end."""

    OFFICE = "office"
    """They are shown, and the office decides."""
    ALL_IN = "all_in"
    """All of them get a place, even if there are then more than the quota."""
    NONE_IN = "none_in"


@dataclass(frozen=True, slots=True)
class SchemeSettings:
    """Settings as the sheet of that name holds them; see the office's guide for their words."""

    scheme: str
    version: str
    name_zh: str
    name_en: str = ""
    title_zh: str = ""
    title_en: str = ""
    subjects: tuple[str, ...] = ("enterprise",)
    source_document_zh: str = ""
    source_document_en: str = ""
    issued_by_zh: str = ""
    issued_by_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    points: Decimal | None = None
    """Full marks of the whole table, as it states them."""
    places: int = 2
    rounding: Rounding = Rounding.HALF_UP
    sources: SourceRule = SourceRule.FIRST
    levels: tuple[str, ...] = ("self", "township", "county")
    """Who gives points by hand, the lowest level first."""
    stage_rule: StageRule = StageRule.FALLBACK
    missing: Missing = Missing.GAP
    survey_view: SurveyView = SurveyView.SATISFIED
    survey_too_small: Missing = Missing.GAP
    accepted: Accepted = Accepted.ACCEPTED
    self_form: tuple[str, ...] = ()
    """Forms (by form_id) that are self-assessments; all others are inspections."""
    bonus_toward_threshold: bool = True
    later_lower: LaterLower = LaterLower.KEEP
    ties: TieRule = TieRule.OFFICE

    @property
    def name(self) -> Text:
        """The name of the scheme."""
        return Text(self.name_zh, self.name_en)

    @property
    def title(self) -> Text:
        """The title it leads to."""
        return Text(self.title_zh, self.title_en)

    @property
    def source_document(self) -> Text:
        """The document that it follows."""
        return Text(self.source_document_zh, self.source_document_en)

    @property
    def issued_by(self) -> Text:
        """Who issued the document."""
        return Text(self.issued_by_zh, self.issued_by_en)

    @property
    def note(self) -> Text:
        """What a reader must know of it, such as that the table is known only in part."""
        return Text(self.note_zh, self.note_en)

    def rounded(self, number: Decimal) -> Decimal:
        """Return a total with as many places as the scheme keeps."""
        places = Decimal(1).scaleb(-self.places)
        return number.quantize(places, rounding=_MODES[self.rounding], context=_DIGITS)
