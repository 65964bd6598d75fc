"""Which self-assessments the entrants send, and by what each names its enterprise."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from server.demo.draws import drawn_for
from server.demo.given_points import sends_form
from server.demo.inspections import CheckedEnterprise, instance_id_of
from server.demo.posting_plan import SelfTask

_DAYS_BACK = 5


def planned_self_forms(
    enterprises: Sequence[CheckedEnterprise], *, phone: int, token: str, today: date
) -> tuple[SelfTask, ...]:
    """Return the self-assessments of the last days, the same every time."""
    return tuple(
        SelfTask(
            phone=phone,
            instance_id=instance_id_of(token, f"self/{one.number}"),
            entrant=one.entrant,
            day=(today - timedelta(days=_days_back(one))).isoformat(),
            clue=_clue(one),
        )
        for one in enterprises
        if one.entrant is not None and sends_form(one.entrant)
    )


def _days_back(enterprise: CheckedEnterprise) -> int:
    return drawn_for("self day", enterprise.number).randrange(1, _DAYS_BACK)


def _clue(enterprise: CheckedEnterprise) -> Mapping[str, str]:
    """Return what names the enterprise: most choose it from the list, some type its code."""
    facts = enterprise.facts
    if drawn_for("self clue", enterprise.number).randrange(4):
        return {
            "find_by": "list",
            "entity": enterprise.uuid,
            "register_name": facts.name,
            "register_uscc": facts.uscc or "",
        }
    return {"find_by": "uscc", "uscc": facts.uscc or ""}
