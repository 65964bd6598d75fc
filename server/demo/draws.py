"""Chance that is the same every time: what is drawn depends on what it is drawn for."""

from random import Random

SEED = "linjiang-1"


def drawn_for(*what: object) -> Random:
    """Return chance for one thing: equal things get equal chance, in every process."""
    return Random("/".join(map(str, (SEED, *what))))  # noqa: S311 - a demonstration, no secret


def happens(draw: Random, share: float) -> bool:
    """Tell whether something happens that happens in this share of cases."""
    return draw.random() < share
