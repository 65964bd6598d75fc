"""How much processor time processes took, which other users of the machine change little."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of_group(group: int) -> float:
    """Return the processor seconds of all processes of a process group."""
    return sum(fields[2] for fields in _processes() if fields[1] == group)


def seconds_of_children(parent: int) -> float:
    """Return the processor seconds of the children of a process that still run."""
    return sum(fields[2] for fields in _processes() if fields[0] == parent)


def _processes() -> list[tuple[int, int, float]]:
    """Return parent, group and processor seconds of every process."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        ticks = int(fields[11]) + int(fields[12])
        found.append((int(fields[1]), int(fields[2]), ticks / _TICKS))
    return found
