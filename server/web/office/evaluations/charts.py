"""Charts of a campaign's evaluation: how many reached which grade, how the points are spread."""

from collections.abc import Mapping
from decimal import Decimal

from flask_babel import gettext
from sqlmodel import Session

from server.domain.schemes.reading.compiled import CompiledScheme
from server.store.queries import evaluation_figures
from server.store.queries.evaluation_results import EvaluationsOf
from server.store.queries.scope import Scope

_MOST_BANDS = 12
_WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
Chart = dict[str, object]


def grades_chart(counts: Mapping[str | None, int], names: Mapping[str, str]) -> Chart | None:
    """Return how many reached which grade, the highest first, those without one last."""
    if not counts:
        return None
    rows = [
        {"label": name, "value": counts.get(code, 0)}
        for code, name in reversed(tuple(names.items()))
    ]
    rows += [
        {"label": code, "value": count}
        for code, count in counts.items()
        if code and code not in names
    ]
    rows.append({"label": gettext("No grade"), "value": counts.get(None, 0)})
    return _bars(rows, gettext("Grade"))


def bands_chart(
    session: Session, scope: Scope, of: EvaluationsOf, scheme: CompiledScheme
) -> Chart | None:
    """Return how many lie in each band of points, from the lowest band that has any."""
    width = width_of(scheme.most)
    counts = evaluation_figures.count_bands(session, scope, of, width)
    if not counts:
        return None
    numbers = range(min(counts), max(counts) + 1)
    rows = [
        {"label": f"{number * width}–{(number + 1) * width}", "value": counts.get(number, 0)}
        for number in numbers
    ]
    return _bars(rows, gettext("Points"))


def width_of(most: Decimal | None) -> int:
    """Return how wide a band is, so that the full marks have about ten of them."""
    full = most or Decimal(100)
    return next((one for one in _WIDTHS if full / one <= _MOST_BANDS), _WIDTHS[-1])


def _bars(rows: list[dict[str, object]], row_name: str) -> Chart:
    return {
        "kind": "bars",
        "is_count": True,
        "name": gettext("Enterprises"),
        "row_name": row_name,
        "rows": rows,
    }
