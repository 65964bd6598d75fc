"""What the posting process is to send: it comes as JSON on its standard input.

Poster codes and tokens never stand on a command line, where every user of the machine reads them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from server.demo.entity_blocks import drawn_uuid
from server.demo.entrants import Entrant, Story
from server.demo.follow_ups import follow_up
from server.demo.guidance import GuidedEnterprise, guidance_visit
from server.demo.self_assessments import self_assessment
from server.demo.site_checks import MOST_FINDINGS, FilledForm, Visit, site_check
from server.demo.statements import climate_for
from server.domain.json_values import integer_of, object_of, objects_of, text_of
from xlsforms.delivered import CHECK_FORM, FOLLOW_UP_FORM, SELF_FORM, VISIT_FORM


@dataclass(frozen=True, slots=True)
class PosterTask:
    """Answers to post from the page of a poster: those of workers `first` to `end` (exclusive)."""

    code: str
    batch: int
    enterprise: int
    industry: str
    first: int
    end: int
    story: Story = Story.USUAL


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

    form_id: ClassVar[str] = CHECK_FORM

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
    place: str = ""
    story: Story = Story.USUAL

    @property
    def visit(self) -> Visit:
        """The visit that the check is about."""
        return Visit(
            number=self.number,
            name=self.name,
            ownership=self.ownership,
            headcount=self.headcount,
            climate=climate_for(self.enterprise, self.industry, self.story),
            day=date.fromisoformat(self.day),
            clue=self.clue,
            register=self.register,
            is_model=self.story is Story.MODEL,
            place=self.place,
            findings=[drawn_uuid(self.instance_id, row) for row in range(MOST_FINDINGS)],
        )

    def filled(self, phone: Phone) -> FilledForm:
        """Return the check as this phone fills it in."""
        return site_check(self.visit, device_id=phone.device_id, inspector=phone.inspector)


@dataclass(frozen=True, slots=True)
class FollowUpTask:
    """A follow-up of a check's findings, to send from the phone that made the check."""

    form_id: ClassVar[str] = FOLLOW_UP_FORM
    instance_id: str
    check: CheckTask
    day: str

    @property
    def phone(self) -> int:
        """The place of the phone in the plan."""
        return self.check.phone

    @property
    def number(self) -> int:
        """The number of the check."""
        return self.check.number

    def filled(self, phone: Phone) -> FilledForm:
        """Return the follow-up as this phone fills it in."""
        return follow_up(
            self.check.filled(phone),
            self.check.visit,
            date.fromisoformat(self.day),
            device_id=phone.device_id,
            inspector=phone.inspector,
        )


@dataclass(frozen=True, slots=True)
class SelfTask:
    """A self-assessment to send from a phone (its place in the plan)."""

    form_id: ClassVar[str] = SELF_FORM
    phone: int
    instance_id: str
    entrant: Entrant
    day: str
    clue: Mapping[str, str]

    @property
    def number(self) -> int:
        """The number of the enterprise in the county."""
        return self.entrant.number

    def filled(self, phone: Phone) -> FilledForm:
        """Return the self-assessment as this phone fills it in."""
        return self_assessment(
            self.entrant,
            date.fromisoformat(self.day),
            dict(self.clue),
            device_id=phone.device_id,
            sender=phone.inspector,
        )


@dataclass(frozen=True, slots=True)
class VisitTask:
    """A visit of guidance to send from a phone (its place in the plan)."""

    form_id: ClassVar[str] = VISIT_FORM
    phone: int
    instance_id: str
    number: int
    name: str
    uuid: str
    day: str
    place: str

    def filled(self, phone: Phone) -> FilledForm:
        """Return the visit as this phone fills it in."""
        whom = GuidedEnterprise(
            self.number, self.name, self.uuid, date.fromisoformat(self.day), self.place
        )
        return guidance_visit(whom, device_id=phone.device_id, inspector=phone.inspector)


FormTask: TypeAlias = CheckTask | FollowUpTask | VisitTask | SelfTask


@dataclass(frozen=True, slots=True)
class PostingPlan:
    """Everything to post, where to, and for how many seconds at most before stopping."""

    base_url: str
    seconds: int
    posters: Sequence[PosterTask] = ()
    phones: Sequence[Phone] = ()
    checks: Sequence[CheckTask] = ()
    follow_ups: Sequence[FollowUpTask] = ()
    self_forms: Sequence[SelfTask] = ()
    visits: Sequence[VisitTask] = ()
    altered: Sequence[CheckTask] = ()
    """Checks that a phone sends once more with another text, which the server must not take."""

    @property
    def count(self) -> int:
        """How many answers and filled forms there are to post."""
        answers = sum(task.end - task.first for task in self.posters)
        forms = (self.checks, self.follow_ups, self.self_forms, self.visits, self.altered)
        return answers + sum(map(len, forms))


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
        follow_ups=tuple(_follow_up(one) for one in objects_of(plan, "follow_ups")),
        self_forms=tuple(_self(one) for one in objects_of(plan, "self_forms")),
        visits=tuple(_visit(one) for one in objects_of(plan, "visits")),
        altered=tuple(_check(one) for one in objects_of(plan, "altered")),
    )


def _poster(one: Mapping[str, object]) -> PosterTask:
    return PosterTask(
        code=text_of(one, "code"),
        batch=integer_of(one, "batch"),
        enterprise=integer_of(one, "enterprise"),
        industry=text_of(one, "industry"),
        first=integer_of(one, "first"),
        end=integer_of(one, "end"),
        story=Story(text_of(one, "story")),
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
        place=text_of(one, "place"),
        story=Story(text_of(one, "story")),
    )


def _follow_up(one: Mapping[str, object]) -> FollowUpTask:
    return FollowUpTask(
        instance_id=text_of(one, "instance_id"),
        check=_check(object_of(one, "check")),
        day=text_of(one, "day"),
    )


def _visit(one: Mapping[str, object]) -> VisitTask:
    return VisitTask(
        phone=integer_of(one, "phone"),
        instance_id=text_of(one, "instance_id"),
        number=integer_of(one, "number"),
        name=text_of(one, "name"),
        uuid=text_of(one, "uuid"),
        day=text_of(one, "day"),
        place=text_of(one, "place"),
    )


def _self(one: Mapping[str, object]) -> SelfTask:
    entrant = object_of(one, "entrant")
    return SelfTask(
        phone=integer_of(one, "phone"),
        instance_id=text_of(one, "instance_id"),
        entrant=Entrant(
            number=integer_of(entrant, "number"),
            name=text_of(entrant, "name"),
            industry=text_of(entrant, "industry"),
            headcount=integer_of(entrant, "headcount"),
            scheme=text_of(entrant, "scheme"),
            story=Story(text_of(entrant, "story")),
        ),
        day=text_of(one, "day"),
        clue=_texts(one, "clue"),
    )


def _texts(one: Mapping[str, object], key: str) -> dict[str, str]:
    return {name: str(value) for name, value in object_of(one, key).items()}
