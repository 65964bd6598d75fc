"""Changes as lines of a file, sorted by what matters more: written once, read page by page."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from server.domain.schemes.telling.compare import Beside, Change
from server.store.queries.covered_subjects import CoveredSubject


class Shown(StrEnum):
    """Which changes somebody looks at."""

    ALL = "all"
    GRADE = "grade"
    ROSE = "rose"
    FELL = "fell"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One subject that changes, as it was named then."""

    change: Change
    subject: CoveredSubject


class ChangeLines:
    """Two files that grow: those whose grade changes, and those whose points alone do."""

    def __init__(self, folder: Path) -> None:
        self._paths = (folder / "grades.jsonl", folder / "points.jsonl")
        self._files: list[IO[str]] = []

    def __enter__(self) -> Self:
        """Open both files."""
        self._files = [path.open("w", encoding="utf-8") for path in self._paths]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close both files."""
        for file in self._files:
            file.close()

    def add(self, change: Change, subject: CoveredSubject) -> None:
        """Write a subject that changes."""
        total = change.total
        cells = [
            [subject.id, subject.name, subject.uscc, subject.area_name],
            [change.grade_before, change.grade_after],
            [_text(total.first), _text(total.second)],
        ]
        file = self._files[0 if change.is_other_grade else 1]
        file.write(f"{_tags(change)} {json.dumps(cells, ensure_ascii=False)}\n")

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of both files, changes of grade first."""
        for path in self._paths:
            with path.open("rb") as file:
                while piece := file.read(1 << 18):
                    yield piece

    def read(self) -> Iterator[ChangeLine]:
        """Yield all changes, those of a grade first."""
        for path in self._paths:
            with path.open(encoding="utf-8") as file:
                yield from map(_line, file)


def page_of_lines(
    lines: Iterable[bytes], shown: Shown, *, start: int, most: int
) -> tuple[ChangeLine, ...]:
    """Return some of the changes that are looked at; the others are passed by unread."""
    wanted = (one for one in lines if _is_shown(one[:2], shown))
    return tuple(_line(one.decode()) for one in islice(wanted, start, start + most))


def _tags(change: Change) -> str:
    difference = change.total.difference
    direction = "=" if not difference else "+" if difference > 0 else "-"
    return f"{'g' if change.is_other_grade else 'p'}{direction}"


def _is_shown(tags: bytes, shown: Shown) -> bool:
    if shown is Shown.GRADE:
        return tags[:1] == b"g"
    if shown is Shown.ROSE:
        return tags[1:] == b"+"
    return shown is Shown.ALL or tags[1:] == b"-"


def _line(text: str) -> ChangeLine:
    subject, (before, after), totals = json.loads(text[3:])
    total = Beside("", _number(totals[0]), _number(totals[1]))
    return ChangeLine(Change(str(subject[0]), before, after, total), CoveredSubject(*subject))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
