"""Charts of released figures: shares of enterprises with intervals, the parts of each item."""

from collections.abc import Iterable

from flask_babel import gettext

from server.domain.release import MeasureFigures, Share
from server.domain.satisfaction import Verdict
from server.store.queries.releases import EnterpriseResult
from server.store.tables.campaigns import Campaign
from server.web.office.result_words import is_exact, share_text

MOST_BARS = 30
Row = dict[str, object]


def bars_of(rows: tuple[EnterpriseResult, ...], campaign: Campaign) -> Row | None:
    """Return bars with whiskers of the first results; None when no figures are out.

    Where not all have room, those with a share come in: a county of thousands has pages on which
    most have too few answers, and the table below names them.
    """
    if not any(row.figures is not None for row in rows):
        return None
    bars = [_bar(row) for row in rows]
    if len(bars) > MOST_BARS:
        bars = [bar for bar in bars if bar["value"] is not None]
    if not bars:
        return None
    return {
        "kind": "bars",
        "unit": "%",
        "maximum": 100,
        "standard": float(campaign.target_share),
        "name": gettext("Satisfied"),
        "row_name": gettext("Enterprise"),
        "rows": bars[:MOST_BARS],
    }


def items_chart(items: tuple[MeasureFigures, ...], labels: dict[str, str]) -> Row | None:
    """Return the questions as parts of 100, or as bars when some parts are only known as bands."""
    shown = [one for one in items if one.is_shown]
    if not shown:
        return None
    if all(is_exact(one) for one in shown):
        return {
            "kind": "shares",
            "row_name": gettext("Question"),
            "parts": [
                gettext("Satisfied"),
                gettext("Basically satisfied"),
                gettext("Dissatisfied"),
            ],
            "rows": [_parts(one, labels[one.measure]) for one in items],
        }
    return {
        "kind": "bars",
        "unit": "%",
        "maximum": 100,
        "name": gettext("Satisfied"),
        "row_name": gettext("Question"),
        "rows": [_item_bar(one, labels[one.measure]) for one in items],
    }


def choices_chart(shares: Iterable[tuple[str, Share]]) -> Row:
    """Return how many chose each of several choices, the most chosen first."""
    ordered = sorted(shares, key=lambda one: -one[1].percent)
    return {
        "kind": "bars",
        "unit": "%",
        "maximum": 100,
        "name": gettext("Share of answers"),
        "row_name": gettext("Choice"),
        "rows": [
            {"label": label, "value": share.percent, "text": _short(share)}
            for label, share in ordered
        ],
    }


def _bar(row: EnterpriseResult) -> Row:
    figures = row.figures
    if figures is None or figures.overall is None or figures.overall.satisfied is None:
        return {"label": row.enterprise_name, "value": None, "state": "too_few"}
    states = {Verdict.MEETS: "meets", Verdict.DOES_NOT_MEET: "below"}  # else the sample is small
    return {
        **_item_bar(figures.overall, row.enterprise_name),
        "of": figures.headcount.count,
        "state": states.get(figures.verdict, "unsure"),
    }


def _item_bar(one: MeasureFigures, label: str) -> Row:
    if one.satisfied is None:
        return {"label": label, "value": None, "state": "too_few"}
    return {
        "label": label,
        "value": one.satisfied.percent,
        "text": _short(one.satisfied),
        "low": one.interval.low if one.interval else None,
        "high": one.interval.high if one.interval else None,
        "n": one.valid_count,
    }


def _parts(one: MeasureFigures, label: str) -> Row:
    shares = [share for share in (one.satisfied, one.basically, one.dissatisfied) if share]
    return {
        "label": label,
        "shares": [share.percent for share in shares],
        "n": one.valid_count,
        "state": None if one.is_shown else "too_few",
    }


def _short(share: Share) -> str:
    return share_text(share).rstrip("%")
