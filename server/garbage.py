"""Python's collector of circular garbage, told what a long run of a process needs of it."""

import gc

_YOUNG = 10_000
"""So many new objects before circles are looked for; 700 is for programs that make few."""


def settle() -> None:
    """Take everything loaded so far as permanent, and look for circles less often.

    Rules, tables and libraries stay for the life of the process; going through them again and
    again took a quarter of the time of an evaluation.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
