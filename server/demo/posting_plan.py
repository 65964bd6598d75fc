"""What the posting process is to send: it comes as JSON on its standard input.

Poster codes and tokens never stand on a command line, where every user of the machine reads them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from server.demo.opinions import climate_of
from server.demo.site_checks import Visit
from server.domain.json_values import integer_of, object_of, objects_of, text_of


@dataclass(frozen=True, slots=True)
class PosterTask:
    """Answers to post from the page of a poster: those of workers `first` to `end` (exclusive)."""

    code: str
    batch: int
    enterprise: int
    industry: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone with its app user: what the address and every submission of it carry."""

    token: str
    project_id: int
    device_id: str
    inspector: str


@dataclass(frozen=True, slots=True)
class CheckTask:
    """A check to send from a phone (its place in the plan)."""

    phone: int
    instance_id: str
    number: int
    enterprise: int
    name: str
    industry: str
    ownership: str
    headcount: int
    day: str
    clue: Mapping[str, str]
    register: Mapping[str, str]

    @property
    def visit(self) -> Visit:
        """The visit that the check is about."""
        return Visit(
            number=self.number,
            name=self.name,
            ownership=self.ownership,
            headcount=self.headcount,
            climate=climate_of(self.enterprise, self.industry),
            day=date.fromisoformat(self.day),
            clue=self.clue,
            register=self.register,
        )


@dataclass(frozen=True, slots=True)
class PostingPlan:
    """Everything to post, where to, and for how many seconds at most before stopping."""

    base_url: str
    seconds: int
    posters: Sequence[PosterTask] = ()
    phones: Sequence[Phone] = ()
    checks: Sequence[CheckTask] = ()

    @property
    def count(self) -> int:
        """How many answers and checks there are to post."""
        return sum(task.end - task.first for task in self.posters) + len(self.checks)


def write_plan(plan: PostingPlan) -> str:
    """Return the plan as JSON."""
    return json.dumps(asdict(plan), ensure_ascii=False)


def read_plan(text: str) -> PostingPlan:
    """Return the plan written by `write_plan`. Raises BadJson."""
    plan = json.loads(text)
    return PostingPlan(
        base_url=text_of(plan, "base_url"),
        seconds=integer_of(plan, "seconds"),
        posters=tuple(_poster(one) for one in objects_of(plan, "posters")),
        phones=tuple(_phone(one) for one in objects_of(plan, "phones")),
        checks=tuple(_check(one) for one in objects_of(plan, "checks")),
    )


def _poster(one: Mapping[str, object]) -> PosterTask:
    return PosterTask(
        code=text_of(one, "code"),
        batch=integer_of(one, "batch"),
        enterprise=integer_of(one, "enterprise"),
        industry=text_of(one, "industry"),
        first=integer_of(one, "first"),
        end=integer_of(one, "end"),
    )


def _phone(one: Mapping[str, object]) -> Phone:
    return Phone(
        token=text_of(one, "token"),
        project_id=integer_of(one, "project_id"),
        device_id=text_of(one, "device_id"),
        inspector=text_of(one, "inspector"),
    )


def _check(one: Mapping[str, object]) -> CheckTask:
    return CheckTask(
        phone=integer_of(one, "phone"),
        instance_id=text_of(one, "instance_id"),
        number=integer_of(one, "number"),
        enterprise=integer_of(one, "enterprise"),
        name=text_of(one, "name"),
        industry=text_of(one, "industry"),
        ownership=text_of(one, "ownership"),
        headcount=integer_of(one, "headcount"),
        day=text_of(one, "day"),
        clue=_texts(one, "clue"),
        register=_texts(one, "register"),
    )


def _texts(one: Mapping[str, object], key: str) -> dict[str, str]:
    return {name: str(value) for name, value in object_of(one, key).items()}
