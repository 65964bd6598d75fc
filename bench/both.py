"""A bench on both databases: its options, a table for the reader, JSON for the next run."""

import argparse
from collections.abc import Callable, Mapping, Sequence

from bench import results
from bench.databases import BenchDatabase, database

Given = argparse.Namespace
Option = int | float | tuple[int, ...]


def on_both(
    name: str,
    about: str | None,
    title: str,
    options: Mapping[str, Option],
    measure: Callable[[BenchDatabase, Given], Sequence[results.Row]],
) -> list[results.Row]:
    """Measure on each database in turn, print a table, write bench/results/NAME.json; return rows.

    `options` are numbers with what they are by themselves; of a tuple the command line may give
    several. `--database` leaves the other one out.
    """
    given = _parse(about, options)
    rows: list[results.Row] = []
    facts: dict[str, object] = {option: getattr(given, option) for option in options}
    for kind in given.database or ("sqlite", "postgres"):
        with database(kind) as found:
            facts[kind] = found.facts
            rows += measure(found, given)
    results.print_table(title, rows)
    print(f"\nwritten to {results.write(name, rows, facts)}")
    return rows


def _parse(about: str | None, options: Mapping[str, Option]) -> Given:
    parser = argparse.ArgumentParser(description=about)
    for name, usual in options.items():
        if isinstance(usual, tuple):
            parser.add_argument(f"--{name}", action="append", type=int)
        else:
            parser.add_argument(f"--{name}", type=type(usual), default=usual)
    parser.add_argument("--database", action="append", choices=("sqlite", "postgres"))
    given = parser.parse_args()
    for name, usual in options.items():
        if getattr(given, name) is None:
            setattr(given, name, usual)
    return given
