"""The enterprises of the demonstration: those of the sample files, sized as in a county.

Most have some dozens of people, a few have thousands (log-normal); each has a valid credit code.
"""

from dataclasses import replace

from server.demo.draws import drawn_for
from server.demo.names import COUNTY_CODE, MadeUpEnterprise, made_up_enterprises
from server.domain.credit_code import make_credit_code

LEAST_HEADCOUNT, MOST_HEADCOUNT = 8, 3000
_SEED = 2026
_MEDIAN_LOG, _SPREAD_LOG = 4.0, 1.35
_SMALLEST_WITH_UNION = 25


def demo_enterprises(count: int) -> tuple[MadeUpEnterprise, ...]:
    """Return so many enterprises of the county, the same every time, each with its own name."""
    found: dict[str, MadeUpEnterprise] = {}
    for enterprise in made_up_enterprises(_SEED, 2 * count):
        found.setdefault(enterprise.name, enterprise)
    return tuple(
        _sized(number, enterprise)
        for number, enterprise in enumerate(list(found.values())[:count], start=1)
    )


def _sized(number: int, enterprise: MadeUpEnterprise) -> MadeUpEnterprise:
    draw = drawn_for("size", number)
    drawn = round(draw.lognormvariate(_MEDIAN_LOG, _SPREAD_LOG))
    headcount = min(MOST_HEADCOUNT, max(LEAST_HEADCOUNT, drawn))
    has_union = headcount >= _SMALLEST_WITH_UNION and draw.random() < min(
        0.95, 0.4 + headcount / 400
    )
    return replace(
        enterprise,
        uscc=enterprise.uscc or make_credit_code(f"91{COUNTY_CODE}98{number:07d}"),
        headcount=headcount,
        union_member_count=round(headcount * draw.uniform(0.55, 0.97)) if has_union else None,
    )
