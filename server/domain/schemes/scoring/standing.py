"""Where a subject stands when grades are decided: its points, and every value by its name."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from server.domain.schemes.described.columns import IndicatorColumns
from server.domain.schemes.exact.exact import decimal_of
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.gather import combined, counting
from server.domain.schemes.inputs.stage_inputs import inputs_up_to, is_given_by
from server.domain.schemes.kinds.decision_kind import Names, Standing
from server.domain.schemes.kinds.held import is_held
from server.domain.schemes.kinds.subject import Subject
from server.domain.schemes.reading.compiled import CompiledScheme, GroupRow
from server.domain.schemes.scoring.open_rows import if_least, lowest_and_highest
from server.domain.schemes.scoring.score_rows import Scores, bonuses_of, score_rows, total_of

_ANY_SOURCE = IndicatorColumns(code="", name_zh="", kind="")


def standing_of(
    scheme: CompiledScheme, scores: Scores, subject: Subject, total: Decimal
) -> Standing:
    """Return all that grades are decided by; `total` is that of the table, not yet rounded."""
    if not scheme.settings.bonus_toward_threshold:
        total -= bonuses_of(scheme, scores.outcomes)
    so_far = scheme.settings.rounded(total)
    if not scores.gaps:
        values = NamedValues(scheme, scores, subject, so_far)
        return _standing(subject, scores, (so_far, so_far, so_far), (values, values), scheme.names)
    least, most = lowest_and_highest(scheme, scores, total)
    lowest = scheme.settings.rounded(least)
    highest = None if most is None else scheme.settings.rounded(most)
    values = NamedValues(scheme, scores, subject, None)
    sure = _SureValues(scheme, scores, subject, lowest)
    return _standing(subject, scores, (so_far, lowest, highest), (values, sure), scheme.names)


def _standing(
    subject: Subject,
    scores: Scores,
    points: tuple[Decimal, Decimal, Decimal | None],
    values: tuple[Mapping[str, Value], Mapping[str, Value]],
    names: Names,
) -> Standing:
    so_far, lowest, highest = points
    return Standing(
        total=None if scores.gaps else so_far,
        so_far=so_far,
        lowest=lowest,
        highest=highest,
        outcomes=scores.outcomes,
        values=values[0],
        sure=values[1],
        facts=subject.facts,
        titles=subject.titles,
        on=subject.on,
        names=names,
    )


class NamedValues(Mapping[str, Value]):
    """The values that conditions may name; each is worked out when it is asked for.

    What was observed under a name comes first, so that an imported self score stands for one
    that the table would give. The total has no value while it is open, nor have points of groups.
    """

    def __init__(
        self, scheme: CompiledScheme, scores: Scores, subject: Subject, total: Decimal | None
    ) -> None:
        self._scheme, self._scores = scheme, scores
        self._subject, self._total = subject, total

    def __getitem__(self, name: str) -> Value:
        value = self._observed(name)
        if value is None:
            value = self._worked_out(name)
        if value is None:
            value = self._subject.facts[name]
        return value

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys([*self._subject.inputs, "total", *self._subject.facts])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _observed(self, name: str) -> Value | None:
        observed = self._subject.inputs.get(name)
        if not observed:
            return None
        chosen = counting(observed, _ANY_SOURCE, self._scheme.settings)
        if any(one.problem is not None for one in chosen):
            return None
        return combined(chosen, _ANY_SOURCE, self._scheme.settings) if chosen else None

    def _worked_out(self, name: str) -> Value | None:
        if name == "total":
            return self._total
        of, _, code = name.partition(":")
        if of == "title":
            return is_held(self._subject.titles, code, self._subject.on)
        if of == "total":
            return self._at_level(code)
        return self._of_row(of, code)

    def _of_row(self, of: str, code: str) -> Value | None:
        outcome = self._scores.outcomes.get(code)
        if outcome is None:
            return None
        if of == "met":
            return outcome.is_met
        if of not in {"points", "rate"} or outcome.points is None or self._is_open(code):
            return None
        most = self._scheme.rows[code].most
        if of == "points" or not most:
            return outcome.points if of == "points" else None
        return decimal_of(Fraction(outcome.points) * 100 / Fraction(most))

    def _is_open(self, code: str) -> bool:
        """Tell whether points of a row, or of one below it, are still missing."""
        row = self._scheme.rows[code]
        if code in self._scores.gaps or not isinstance(row, GroupRow) or not self._scores.gaps:
            return code in self._scores.gaps
        return any(self._is_open(child) for child in row.children)

    def _at_level(self, level: str) -> Value | None:
        """Return the total as a level saw it; None when it gave nothing, or left rows open."""
        settings = self._scheme.settings
        if not is_given_by(self._subject.inputs, level):
            return None
        seen = Subject(
            inputs_up_to(self._subject.inputs, level, settings),
            self._subject.facts,
            self._subject.on,
        )
        scores = score_rows(self._scheme, seen)
        return None if scores.gaps else settings.rounded(total_of(self._scheme, scores.outcomes))


class _SureValues(NamedValues):
    """The same values, but of rows and groups that are open the least that they can come to."""

    def _of_row(self, of: str, code: str) -> Value | None:
        if self._scores.gaps:
            least = if_least(self._scheme, self._scores)
            self._scores = self._scores._replace(outcomes=least, gaps=())
        return super()._of_row(of, code)
