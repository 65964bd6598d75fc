"""What inspectors write in the delivered form `site_check`: all relevant answers, no others.

Calculations are worked out here as Collect does. An enterprise whose workers are unhappy about a
subject has more that is not in order there, so that survey and check tell the same story.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from server.demo.draws import drawn_for, happens
from server.demo.entity_blocks import EntityBlock
from server.demo.opinions import Climate
from server.demo.pictures import Scene
from server.demo.site_check_items import FINDINGS, ITEMS, SUMMARIES, VETOES, Item
from server.domain.answers import Answers

CHINA = timezone(timedelta(hours=8))
_LEGAL_FORMS = {"私营企业": "limited", "有限责任公司": "limited", "股份有限公司": "stock"}
_OWNERSHIPS = {"集体企业": "collective"}
FINDINGS_LIST = "findings"
MOST_FINDINGS = 20
_FEW_FINDINGS = 2
_MOST_PHOTOS = 3
_MOST_DRAWN = 10
_OPEN_VETO_SHARE = 0.03
_CONTENT_ABOVE = -0.1
_GOOD_UP_TO, _BASIC_UP_TO = 2, 6


@dataclass(frozen=True, slots=True)
class Visit:
    """An inspector's visit: which enterprise, on which day, by what the enterprise is named."""

    number: int
    name: str
    ownership: str
    headcount: int
    climate: Climate
    day: date
    clue: Mapping[str, str]
    """`find_by` and one of `poster`, `chosen`, `uscc`: the answers of the first group."""
    register: Mapping[str, str]
    """What the phone's list says of the enterprise, as far as the form asks for it."""
    is_model: bool = False
    """Whether nothing is wrong there."""
    place: str = ""
    """Where the phone is held, as it writes it; empty: skipped."""
    findings: Sequence[str] = ()
    """Ids that the phone draws for the entities of its findings, in order; enough for all."""


@dataclass(frozen=True, slots=True)
class PlannedPhoto:
    """A photo of a check: its file name and what it shows; without a scene a signature."""

    file_name: str
    scene: Scene | None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as the phone is about to send it."""

    answers: Answers
    photos: tuple[PlannedPhoto, ...]
    instance_name: str
    entities: tuple[EntityBlock, ...] = ()


def site_check(visit: Visit, *, device_id: str, inspector: str) -> FilledForm:
    """Return the check of a visit, the same every time."""
    return _Writer(visit).write(device_id, inspector)


class _Writer:
    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._draw = drawn_for("check", visit.number)
        self._start = datetime.combine(visit.day, time(), CHINA) + timedelta(
            minutes=self._draw.randrange(9 * 60, 16 * 60), milliseconds=self._draw.randrange(60_000)
        )
        self._photos: list[PlannedPhoto] = []
        self._bad: list[Item] = []

    def write(self, device_id: str, inspector: str) -> FilledForm:
        visit, draw = self._visit, self._draw
        end = self._start + timedelta(minutes=draw.randrange(25, 80))
        legal_form = _LEGAL_FORMS.get(visit.ownership, "sole")
        answers: Answers = {
            "start": _moment(self._start),
            "end": _moment(end),
            "today": visit.day.isoformat(),
            "deviceid": device_id,
            "username": inspector,
            "enterprise": {**visit.clue, **visit.register},
            "facts": {
                "enterprise_name": visit.name,
                "headcount": str(visit.headcount),
                "ownership": _OWNERSHIPS.get(visit.ownership, "private"),
                "legal_form": legal_form,
            },
        }
        for group, items in ITEMS.items():
            answers[group] = self._items(items, legal_form)
        self._add_figures(answers)
        answers["veto"] = dict(self._vetoes())
        answers["talks"] = self._talks()
        findings = self._findings()
        answers["findings_asked"] = {"has_findings": "yes" if findings else "no"}
        answers["finding"] = findings
        answers["conclusion"] = self._conclusion(len(self._bad))
        name = f"{visit.name} {visit.day.isoformat()}"
        return FilledForm(answers, tuple(self._photos), name, self._entities(findings))

    def _items(self, items: Sequence[Item], legal_form: str) -> Answers:
        found: Answers = {}
        for item in items:
            if not item.applies(self._visit.headcount, legal_form):
                continue
            chosen = self._judge(item)
            found[item.name] = chosen
            if chosen == "no":
                self._bad.append(item)
            is_pictured = len(self._photos) < _MOST_PHOTOS and happens(self._draw, item.photo_share)
            if item.scene is not None and chosen != "na" and is_pictured:
                found[f"{item.name}_photo"] = self._photo(item.scene, item.subject)
        return found

    def _judge(self, item: Item) -> str:
        if self._visit.is_model:
            return "yes"
        feeling = self._visit.climate.feelings.get(item.climate, 0.6)
        if happens(self._draw, item.not_applicable):
            return "na"
        is_kept = happens(self._draw, min(0.98, max(0.3, 0.8 + feeling * 0.15)))
        return "yes" if is_kept else "no"

    def _photo(self, scene: Scene | None, subject: str) -> str:
        taken = self._start + timedelta(seconds=17 + 61 * len(self._photos))
        name = f"{int(taken.timestamp() * 1000)}.jpg"
        caption = f"{self._visit.name}　{subject}　{self._visit.day.isoformat()}"
        self._photos.append(PlannedPhoto(name, scene, caption))
        return name

    def _add_figures(self, answers: Answers) -> None:
        """Add the sample of contracts, the insured and the members, with their rates."""
        draw, headcount = self._draw, self._visit.headcount
        feeling = self._visit.climate.feelings["social_insurance"]
        drawn = min(headcount, draw.randint(5, _MOST_DRAWN))
        rows = [self._contract(place) for place in range(1, drawn + 1)]
        signed = sum(row["signed_one"] == "1" for row in rows)
        answers["sample_size"] = {"contracts_drawn": str(drawn)}
        answers["contract"] = rows
        answers["sample_result"] = {
            "contracts_signed": str(signed),
            "contracts_valid": str(sum(row["valid_one"] == "1" for row in rows)),
            "signing_rate": _rate(signed, drawn),
        }
        share = min(1.0, max(0.35, 0.85 + feeling * 0.1 + draw.gauss(0, 0.05)))
        _add(answers, "insurance", "insured", round(headcount * share), headcount)
        union = answers["union"]
        if isinstance(union, dict) and union.get("union_formed") == "yes":
            members = round(headcount * draw.uniform(0.5, 0.97))
            _add(answers, "union", "union_members", members, headcount)

    def _contract(self, place: int) -> Answers:
        is_signed = happens(self._draw, 0.93)
        if not is_signed:
            return {
                "contract_number": str(place),
                "signed": "no",
                "signed_one": "0",
                "valid_one": "0",
            }
        is_valid = happens(self._draw, 0.95)
        return {
            "contract_number": str(place),
            "signed": "yes",
            "term_valid": "yes" if is_valid else "no",
            "copy_given": "yes" if happens(self._draw, 0.9) else "no",
            "signed_one": "1",
            "valid_one": "1" if is_valid else "0",
        }

    def _vetoes(self) -> Iterator[tuple[str, str]]:
        is_open = happens(self._draw, _OPEN_VETO_SHARE) and not self._visit.is_model
        open_one = self._draw.choice(VETOES) if is_open else ""
        for veto in VETOES:
            yield veto, "open" if veto == open_one else "none"
            if veto == open_one:
                yield f"{veto}_detail", "接到反映，正在调查核实，结果另行上报。"

    def _talks(self) -> Answers:
        talked = min(self._visit.headcount, self._draw.randint(3, 8))
        kind = sum(self._visit.climate.feelings.values()) / len(self._visit.climate.feelings)
        content = sum(self._draw.gauss(kind, 0.6) > _CONTENT_ABOVE for _ in range(talked))
        return {"talked_to": str(talked), "talked_content": str(content)}

    def _found(self) -> list[Item]:
        """Return what is written down as findings: all that has a subject, and some of the rest."""
        named = [item for item in self._bad if item.finding_subject is not None]
        others = [item for item in self._bad if item.finding_subject is None]
        return named + others[: max(0, _FEW_FINDINGS - len(named))]

    def _findings(self) -> list[Answers]:
        rows: list[Answers] = []
        for item in self._found():
            due = self._visit.day + timedelta(days=self._draw.choice((3, 7, 15, 30)))
            row: Answers = {
                "finding_subject": item.finding_subject or "other",
                "finding_text": FINDINGS.get(item.name, f"{item.subject}不符合要求。"),
                "finding_due": due.isoformat(),
                "finding_enterprise": self._visit.register.get("enterprise_id", ""),
                "finding_enterprise_name": self._visit.name,
                "finding_found_on": self._visit.day.isoformat(),
                "finding_state": "open",
            }
            if item.scene is not None and happens(self._draw, 0.5):
                row["finding_photo"] = self._photo(item.scene, f"问题：{item.subject}")
            rows.append(row)
        return rows

    def _entities(self, findings: Sequence[Answers]) -> tuple[EntityBlock, ...]:
        """Return the entities of the findings, as far as the phone has drawn ids for them."""
        return tuple(
            EntityBlock("finding", row, FINDINGS_LIST, key, label=str(finding["finding_text"]))
            for row, (key, finding) in enumerate(zip(self._visit.findings, findings, strict=False))
        )

    def _conclusion(self, bad_count: int) -> Answers:
        result = (
            "good"
            if bad_count <= _GOOD_UP_TO
            else "basic"
            if bad_count <= _BASIC_UP_TO
            else "not_met"
        )
        return {
            "finding_count": str(len(self._found())),
            "result": result,
            "summary": self._draw.choice(SUMMARIES[result]),
            **({"place": self._visit.place} if self._visit.place else {}),
            "inspector_signature": self._photo(None, ""),
        }


def _add(answers: Answers, group: str, name: str, count: int, headcount: int) -> None:
    place = answers[group]
    if isinstance(place, dict):
        place[name] = str(count)
        place["insurance_rate" if name == "insured" else "union_rate"] = _rate(count, headcount)


def _rate(part: int, whole: int) -> str:
    """Return a percentage as the form's round(…, 1) writes it."""
    return f"{part / whole * 100:.1f}".removesuffix(".0")


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")
