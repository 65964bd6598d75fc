"""All benches one after another: `python -m bench`; names after it choose some of them.

Each runs in a process of its own, as `python -m bench.<name>` would, with what it does by itself.
"""

import argparse
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
NAMES = (
    "cold_start",
    "idle_memory",
    "worker_page",
    "gets",
    "sync",
    "entities",
    "ingest",
    "photos",
    "import_export",
    "growth",
    "evaluations",
    "kill",
)


def main() -> int:
    """Run the benches; return how many of them failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    chosen = parser.parse_args().names or NAMES
    if unknown := set(chosen) - set(NAMES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    failed = []
    for name in chosen:
        print(f"\n== {name}", flush=True)
        ended = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"], cwd=_HERE.parent, check=False
        )
        if ended.returncode != 0:
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
