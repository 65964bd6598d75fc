"""How much memory processes take: PSS, where pages that processes share are divided among them."""

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_SAMPLE_SECONDS = 0.05


def pss_megabytes(pid: int) -> float:
    """Return the PSS of a process in MB (10^6 bytes); 0 once it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = [line.split()[1] for line in text.splitlines() if line.startswith("Pss:")]
    return int(found[0]) * 1024 / 1e6 if found else 0.0


def processes_of_group(group: int) -> tuple[int, ...]:
    """Return the processes of a process group, oldest first."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(path.name)) == group:
                found.append(int(path.name))
        except ProcessLookupError:
            continue
    return tuple(sorted(found))


class PeakMemory:
    """Watches a process group within a block: the most PSS that it had all together, in MB."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.before = _of_group(group)
        self.peak = self.before

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Stop watching."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            self.peak = max(self.peak, _of_group(self._group))


def _of_group(group: int) -> float:
    return sum(pss_megabytes(pid) for pid in processes_of_group(group))
