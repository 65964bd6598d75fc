"""Results of a bench: a table for the reader, JSON for the next run."""

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from os import cpu_count, getloadavg
from pathlib import Path
from statistics import median

FOLDER = Path(__file__).resolve().parent / "results"

Row = Mapping[str, object]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share (0 to 1) of the values lies; 0 of no values."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def milliseconds(values: Sequence[float], share: float = 0.5) -> float:
    """Return a percentile of seconds in milliseconds; the median unless another is asked for."""
    return round(
        (median(values) if share == 0.5 and values else percentile(values, share)) * 1e3, 1
    )


def print_table(title: str, rows: Sequence[Row]) -> None:
    """Print rows with the keys of the first as heads."""
    print(f"\n{title}")
    if not rows:
        return
    heads = list(rows[0])
    cells = [heads, *([str(row.get(head, "")) for head in heads] for row in rows)]
    widths = [max(len(line[index]) for line in cells) for index in range(len(heads))]
    for line in cells:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


def write(name: str, rows: Sequence[Row], facts: Mapping[str, object]) -> Path:
    """Write rows and the facts of the machine to bench/results/<name>.json and return its path."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.json"
    content = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),  # noqa: TID251 - a bench
        "machine": {
            "cpus": cpu_count(),
            "load_before_and_during": [round(one, 1) for one in getloadavg()],
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "facts": dict(facts),
        "rows": [dict(row) for row in rows],
    }
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
