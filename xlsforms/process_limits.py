"""Limits that a child process sets itself before it opens a workbook nobody has looked at."""

import resource
from pathlib import Path

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 10
FILE_BYTES = 64 * 1024 * 1024


def limit_this_process() -> None:
    """Allow 768 MB beyond what the interpreter has taken, ten seconds, and one temporary file."""
    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    ceiling = taken * resource.getpagesize() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
