"""What differs between two versions of a submission, field by field.

A question left empty is as good as one that was not there. An instance of a repeat that only one
of them has is one change with all its answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from server.domain.answers import Answers, AnswerValue

Step: TypeAlias = "str | tuple[str, int]"
"""A name, or an instance of a repeat by its place from 0."""


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that differs; None where one version has none."""

    path: tuple[Step, ...]
    old: AnswerValue
    new: AnswerValue

    @property
    def field_path(self) -> str:
        """The path of the question in the form."""
        names = (step if isinstance(step, str) else step[0] for step in self.path)
        return "".join(f"/{name}" for name in names)

    @property
    def places(self) -> tuple[int, ...]:
        """Which instances of the repeats around it, from 0."""
        return tuple(step[1] for step in self.path if not isinstance(step, str))


def changes_between(old: Answers, new: Answers) -> tuple[Change, ...]:
    """Return what differs, in the order of the new version, what it lacks last."""
    return tuple(_in_group(old, new, ()))


def single_answers(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return changes with instances of repeats taken apart into their answers."""
    return tuple(one for change in changes for one in _apart(change))


def _in_group(
    old: Mapping[str, AnswerValue], new: Mapping[str, AnswerValue], path: tuple[Step, ...]
) -> Iterator[Change]:
    for name in dict.fromkeys((*new, *old)):
        yield from _of(name, old.get(name), new.get(name), path)


def _of(name: str, old: AnswerValue, new: AnswerValue, path: tuple[Step, ...]) -> Iterator[Change]:
    if isinstance(old, list) or isinstance(new, list):
        yield from _in_repeat(name, old, new, path)
    elif isinstance(old, dict) or isinstance(new, dict):
        yield from _in_group(_group(old), _group(new), (*path, name))
    elif (old or None) != (new or None):
        yield Change((*path, name), old or None, new or None)


def _in_repeat(
    name: str, old: AnswerValue, new: AnswerValue, path: tuple[Step, ...]
) -> Iterator[Change]:
    before, after = _rows(old), _rows(new)
    for place in range(max(len(before), len(after))):
        here = (*path, (name, place))
        if place < len(before) and place < len(after):
            yield from _in_group(before[place], after[place], here)
        elif place < len(after):
            yield Change(here, None, after[place])
        else:
            yield Change(here, before[place], None)


def _apart(change: Change) -> Iterator[Change]:
    if isinstance(change.old, dict) or isinstance(change.new, dict):
        inside = _in_group(_group(change.old), _group(change.new), ())
        for one in single_answers(tuple(inside)):
            yield replace(one, path=(*change.path, *one.path))
    else:
        yield change


def _group(value: AnswerValue) -> Mapping[str, AnswerValue]:
    return value if isinstance(value, dict) else {}


def _rows(value: AnswerValue) -> list[dict[str, AnswerValue]]:
    if isinstance(value, dict):
        return [value]
    return value if isinstance(value, list) else []
