"""What a veto does to a grade: no grade, the title withdrawn, at most a grade, or another one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from server.domain.schemes.exact.values import Shown, Text

CAP = "grade:"
_NO_NAME = Text("", "")


class EffectKind(IntEnum):
    """The kinds of effects, the mildest first."""

    AT_MOST = 1
    """No grade above a named one."""
    INSTEAD = 2
    """A grade of its own is given instead, such as "not in good faith"; one of the scheme's
    grades can only lower what was reached."""
    REJECT = 3
    """No grade."""
    WITHDRAW = 4
    """No grade, and a title that is held can only be withdrawn."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of one veto."""

    kind: EffectKind
    grade: str = ""
    """Code of the highest grade that stays possible, or the grade that is given instead."""
    name: Text = _NO_NAME
    """What the grade is called that is given instead."""

    @property
    def called(self) -> Shown:
        """The name of the grade, or its code where it has none."""
        return self.name if self.name.zh else self.grade

    def applied(self, grade: str | None, order: Mapping[str, int]) -> str | None:
        """Return the grade that is left of one that was reached; it is never a higher one."""
        if self.kind is EffectKind.INSTEAD and self.grade not in order:
            return self.grade
        if self.kind > EffectKind.INSTEAD:
            return None
        if grade is None or order.get(grade, 0) <= order.get(self.grade, -1):
            return grade
        return self.grade if self.grade in order else None


def effect_of(text: str) -> Effect:
    """Return the effect that a cell names: `reject`, `withdraw`, `grade:CODE` or a grade."""
    name = text.strip()
    if name.startswith(CAP):
        return Effect(EffectKind.AT_MOST, name.removeprefix(CAP).strip())
    if name.casefold() in {"", "reject"}:
        return Effect(EffectKind.REJECT)
    if name.casefold() == "withdraw":
        return Effect(EffectKind.WITHDRAW)
    return Effect(EffectKind.INSTEAD, name)


def hardest(effects: Iterable[Effect], order: Mapping[str, int]) -> Effect | None:
    """Return the effect that leaves the least: of several caps the lowest; None without any."""
    return max(effects, key=lambda one: (one.kind, -order.get(one.grade, -1)), default=None)
