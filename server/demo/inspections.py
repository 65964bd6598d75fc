"""Which enterprises the inspectors of the demonstration visit, and by what they are named there."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qr.poster_code import poster_url
from server.demo.draws import SEED, drawn_for
from server.demo.entrants import Entrant, Story
from server.demo.field_work import Inspector
from server.demo.names import COUNTY_CODE, MadeUpEnterprise
from server.demo.places import held_at
from server.demo.posting_plan import CheckTask, FollowUpTask, Phone, VisitTask
from server.domain.credit_code import make_credit_code

_UNKNOWN_EVERY = 30
"""Of so many checks one has a credit code that is not in the register: work for the inbox."""
_CLUES = ("poster", "poster", "list", "list", "uscc")
_DAYS_BACK = 12


@dataclass(frozen=True, slots=True)
class CheckedEnterprise:
    """An enterprise that may be visited: its number, facts, entity, poster, and its evaluation."""

    number: int
    facts: MadeUpEnterprise
    uuid: str
    code: str | None
    entrant: Entrant | None = None

    @property
    def story(self) -> Story:
        """How its evaluation goes; visitors are led to those that are not as usual."""
        return Story.USUAL if self.entrant is None else self.entrant.story


def phones_of(inspectors: Sequence[Inspector], project_id: int) -> tuple[Phone, ...]:
    """Return the phones of the inspectors, in order."""
    return tuple(
        Phone(
            token=inspector.token,
            project_id=project_id,
            device_id=f"collect:demo-{number:02d}",
            inspector=inspector.name,
        )
        for number, inspector in enumerate(inspectors, start=1)
    )


def planned_checks(
    enterprises: Sequence[CheckedEnterprise],
    inspectors: Sequence[Inspector],
    *,
    count: int,
    today: date,
    base_url: str,
) -> tuple[CheckTask, ...]:
    """Return the checks of the last days, each of another enterprise, the same every time."""
    drawn = drawn_for("visited").sample(list(enterprises), min(count, len(enterprises)))
    told = [one for one in enterprises if one.story is not Story.USUAL]
    visited = [*told, *(one for one in drawn if one not in told)][:count]
    return tuple(
        _task(number, one, inspectors, today=today, base_url=base_url)
        for number, one in enumerate(visited)
    )


def planned_follow_ups(
    checks: Sequence[CheckTask], phones: Sequence[Phone], *, today: date
) -> tuple[FollowUpTask, ...]:
    """Return the follow-ups of every second check that found something to be mended."""
    found = []
    for check in checks:
        draw = drawn_for("followed up", check.number)
        made_on = date.fromisoformat(check.day)
        is_tied = "enterprise_id" in check.register and made_on < today
        is_turn = check.number % 2 == 1
        if not is_tied or not is_turn or not check.filled(phones[check.phone]).entities:
            continue
        later = made_on + timedelta(days=draw.randint(1, (today - made_on).days))
        key = instance_id_of(phones[0].token, f"follow-up/{check.number}")
        found.append(FollowUpTask(instance_id=key, check=check, day=later.isoformat()))
    return tuple(found)


def planned_visits(
    enterprises: Sequence[CheckedEnterprise],
    inspectors: Sequence[Inspector],
    *,
    count: int,
    today: date,
) -> tuple[VisitTask, ...]:
    """Return the visits of guidance of the last days, each of another enterprise."""
    drawn = drawn_for("guided").sample(list(enterprises), min(count, len(enterprises)))
    return tuple(
        VisitTask(
            phone=drawn_for("guide", number).choice(_able(inspectors, one.facts)),
            instance_id=instance_id_of(inspectors[0].token, f"visit/{number}"),
            number=number,
            name=one.facts.name,
            uuid=one.uuid,
            day=(today - timedelta(days=1 + number % _DAYS_BACK)).isoformat(),
            place=held_at(count + number, one.facts),
        )
        for number, one in enumerate(drawn)
    )


def instance_id_of(token: str, what: object) -> str:
    """Return the instance ID of something that is sent once in this project."""
    name = f"{SEED}/{token[:12]}/{what}"
    return f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _task(
    number: int,
    enterprise: CheckedEnterprise,
    inspectors: Sequence[Inspector],
    *,
    today: date,
    base_url: str,
) -> CheckTask:
    draw = drawn_for("visit", number)
    facts = enterprise.facts
    clue, register = _clue(number, enterprise, base_url)
    return CheckTask(
        phone=draw.choice(_able(inspectors, facts)),
        instance_id=instance_id_of(inspectors[0].token, number),
        number=number,
        enterprise=enterprise.number,
        name=facts.name,
        industry=facts.industry,
        ownership=facts.ownership,
        headcount=facts.headcount,
        day=(today - timedelta(days=draw.randrange(1, _DAYS_BACK))).isoformat(),
        clue=clue,
        register=register,
        place=held_at(number, facts),
        story=enterprise.story,
    )


def _able(inspectors: Sequence[Inspector], facts: MadeUpEnterprise) -> Sequence[int]:
    """Return the places of the inspectors whose area an enterprise lies in."""
    return [
        place
        for place, inspector in enumerate(inspectors)
        if inspector.township in {None, facts.township}
    ]


def _clue(
    number: int, enterprise: CheckedEnterprise, base_url: str
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what names the enterprise, and what the phone's list says of it."""
    if number % _UNKNOWN_EVERY == _UNKNOWN_EVERY - 1:
        unknown = make_credit_code(f"91{COUNTY_CODE}97{number:07d}")
        return {"find_by": "uscc", "uscc": unknown}, {}
    facts, known = enterprise.facts, {"enterprise_id": enterprise.uuid}
    kind = drawn_for("clue", number).choice(_CLUES)
    if kind == "poster" and enterprise.code is not None:
        scanned = poster_url(base_url, enterprise.code)
        return {"find_by": "poster", "poster": scanned}, {"poster_code": enterprise.code, **known}
    if kind == "list":
        return {"find_by": "list", "chosen": enterprise.uuid}, {
            "register_name": facts.name,
            "register_uscc": facts.uscc or "",
            "register_headcount": str(facts.headcount),
            "register_ownership": facts.ownership,
            **known,
        }
    return {"find_by": "uscc", "uscc": facts.uscc or ""}, known
