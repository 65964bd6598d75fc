"""Collect's log of filling in a form (`audit.csv`): how long, where, what was changed.

Columns are those of JavaRosa: event, node, start and end in milliseconds, and as the form asks for
them latitude, longitude, accuracy, old-value, new-value, user, change-reason.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

MOST_BYTES, MOST_EVENTS = 5_000_000, 10_000
_LONGEST, _MOST_MILLISECONDS = 1000, 10**14
_TIMED = frozenset({"question", "group questions", "add repeat", "end screen", "hierarchy"})


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the log; what it does not tell is empty, None where it is a time."""

    event: str
    node: str
    start: datetime | None
    seconds: Decimal | None
    place: str
    old_value: str
    new_value: str
    user: str
    reason: str

    @property
    def is_change(self) -> bool:
        """Whether an answer was changed."""
        return bool(self.old_value or self.new_value)


@dataclass(frozen=True, slots=True)
class ClientAudit:
    """A log as far as it was read; `is_cut`: there is more of it."""

    events: tuple[AuditEvent, ...]
    is_cut: bool

    def seconds_by_node(self) -> tuple[tuple[str, Decimal], ...]:
        """Return how long each question was on the screen, the longest first."""
        times: dict[str, Decimal] = {}
        for one in self.events:
            if one.node and one.seconds is not None and one.event in _TIMED:
                times[one.node] = times.get(one.node, Decimal(0)) + one.seconds
        return tuple(sorted(times.items(), key=lambda pair: (-pair[1], pair[0])))


def read_client_audit(content: bytes) -> ClientAudit:
    """Return the events of a log; what is no log, or broken, gives those that can be read."""
    text = content[:MOST_BYTES].decode("utf-8-sig", "replace").replace("\0", "")
    events: list[AuditEvent] = []
    is_cut = len(content) > MOST_BYTES
    for row in _rows(text):
        if len(events) == MOST_EVENTS:
            is_cut = True
            break
        if row.get("event"):
            events.append(_event(row))
    return ClientAudit(tuple(events), is_cut)


def _rows(text: str) -> Iterator[Mapping[str, str]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header: Sequence[str] = ()
    try:
        for cells in reader:
            if not header:
                header = [one.strip() for one in cells]
                continue
            yield {name: cell[:_LONGEST] for name, cell in zip(header, cells, strict=False)}
    except csv.Error:
        return


def _event(row: Mapping[str, str]) -> AuditEvent:
    start, end = _milliseconds(row.get("start", "")), _milliseconds(row.get("end", ""))
    is_timed = start is not None and end is not None and end >= start
    coordinates = [row.get(name, "") for name in ("latitude", "longitude", "accuracy")]
    return AuditEvent(
        event=row["event"],
        node=row.get("node", ""),
        start=None if start is None else datetime.fromtimestamp(start // 1000, UTC),
        seconds=(Decimal(end) - Decimal(start)) / 1000 if is_timed else None,  # type: ignore[arg-type]  # both are there
        place=" ".join(one for one in coordinates if one) if coordinates[0] else "",
        old_value=row.get("old-value", ""),
        new_value=row.get("new-value", ""),
        user=row.get("user", ""),
        reason=row.get("change-reason", ""),
    )


def _milliseconds(text: str) -> int | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and 0 <= number < _MOST_MILLISECONDS else None
