"""What differs between the answers of two versions of a submission, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from server.domain.answers import Answers, AnswerValue

Step: TypeAlias = str | tuple[str, int]
"""A name, or an instance of a repeat: its name and which one it is, from 0."""
Path: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer that differs; None: it is not in that version, or left empty there."""

    path: Path
    old: str | None
    new: str | None

    @property
    def field_path(self) -> str:
        """The path of its question in the form."""
        names = (step if isinstance(step, str) else step[0] for step in self.path)
        return "".join(f"/{name}" for name in names)

    @property
    def instances(self) -> tuple[int, ...]:
        """Which instance of each repeat around it, outermost first, from 0."""
        return tuple(step[1] for step in self.path if not isinstance(step, str))


def answer_changes(old: Answers, new: Answers) -> tuple[AnswerChange, ...]:
    """Return the answers that differ, in the order of the new version, then those only of the old.

    Instances of a repeat are told apart by their number alone: phones give them no other name.
    """
    before, after = dict(_texts((), old)), dict(_texts((), new))
    paths = dict.fromkeys((*after, *before))
    changes = (AnswerChange(path, before.get(path), after.get(path)) for path in paths)
    return tuple(one for one in changes if one.old != one.new)


def _texts(path: Path, value: AnswerValue) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if value:
            yield path, value
        return
    for name, below in value.items() if isinstance(value, dict) else ():
        if isinstance(below, list):
            for index, instance in enumerate(below):
                yield from _texts((*path, (name, index)), instance)
        else:
            yield from _texts((*path, name), below)
