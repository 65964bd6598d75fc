"""Ten inspections with the delivered form, over HTTP alone: from the workbook to the office."""

import json
import random
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from server import clock
from server.keys import TokenBox
from server.settings import Settings
from server.store.transaction import Store
from tests.collect_client import CollectPhone, LostAnswer
from tests.collect_wire import Instance
from tests.filled_form import filled
from tests.people import People, make_people
from tests.system import processes

FORMS = Path(__file__).resolve().parents[2] / "xlsforms/forms"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PATIENCE_SECONDS = 60.0
_ENTERPRISES = {"甲厂": "91110000600037341L", "乙厂": "", "丙厂": ""}


@dataclass
class Office:
    """Somebody in the county's office with a client for REST."""

    address: str
    people: People
    enterprises: dict[str, int] = field(default_factory=dict)
    posters: dict[str, str] = field(default_factory=dict)

    @property
    def project(self) -> str:
        """The address of the project."""
        return f"/v1/projects/{self.people.places.project_id}"

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
        """Return the answer to a GET, or to a POST when there is a body; raises HTTPError."""
        headers = {**self.people.county_office.headers, "Content-Type": kind}
        request = urllib.request.Request(f"{self.address}{path}", data=body, headers=headers)  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
            return bytes(answer.read())

    def get(self, path: str) -> object:
        """Return what JSON says."""
        return json.loads(self.ask(path))

    def post(self, path: str, body: Mapping[str, object]) -> dict[str, object]:
        """Send JSON and return the object that comes back."""
        made: dict[str, object] = json.loads(self.ask(path, json.dumps(body).encode()))
        return made


@pytest.fixture
def office(settings: Settings, store: Store) -> Iterator[Office]:
    """Give an office whose forms, register, campaign and posters are made, on a running server."""
    port = processes.free_port()
    address = f"http://127.0.0.1:{port}"
    served = settings.model_copy(
        update={"port": port, "public_base_url": address, "accept_content_length": 100_000}
    )
    people = make_people(store, TokenBox(settings.secret_key))
    with processes.web_server(served), processes.worker(served):
        made = Office(address, people)
        for name in ("satisfaction", "site_check"):
            workbook = (FORMS / f"{name}.xlsx").read_bytes()
            query = "?publish=true&ignoreWarnings=true"
            made.ask(f"{made.project}/forms{query}", workbook, XLSX)
        _make_register(made)
        yield made


def _make_register(office: Office) -> None:
    for name, uscc in _ENTERPRISES.items():
        body = {"name": name, "areaId": office.people.places.village_id, "uscc": uscc or None}
        made = office.post(f"{office.project}/enterprises", {**body, "headcount": 80})
        office.enterprises[name] = int(str(made["id"]))
    today = clock.day_in("Asia/Shanghai").isoformat()
    campaign = office.post(
        f"{office.project}/campaigns",
        {
            "name": "年度评价",
            "surveyFormId": "satisfaction",
            "opensOn": today,
            "closesOn": "2199-12-31",
            "contact": "0000-1234567",
        },
    )
    office.post(f"{office.project}/posters", {"campaignId": campaign["id"], "place": "食堂"})
    listed = office.get(f"{office.project}/posters")
    assert isinstance(listed, list)
    names = {key: name for name, key in office.enterprises.items()}
    office.posters = {names[int(one["enterpriseId"])]: str(one["url"]) for one in listed}


def _phone(office: Office) -> CollectPhone:
    made = office.post(f"{office.project}/app-users", {"displayName": "检查员"})
    form = f"{office.project}/forms/site_check"
    office.ask(f"{form}/assignments/app-user/{made['id']}", b"{}")
    token, project = made["token"], office.people.places.project_id
    return CollectPhone(f"{office.address}/v1/key/{token}/projects/{project}")


def _clues(office: Office, phone: CollectPhone) -> list[tuple[str, dict[str, str]]]:
    """Return ten ways to say which enterprise: by poster, from the phone's list, by credit code."""
    keys = {row.label: key for key, row in phone.entities["enterprises"].rows.items()}
    by_poster = [
        (name, {"find_by": "poster", "poster": office.posters[name]}) for name in _ENTERPRISES
    ]
    by_list = [(name, {"find_by": "list", "chosen": keys[name]}) for name in _ENTERPRISES]
    by_code = ("甲厂", {"find_by": "uscc", "uscc": _ENTERPRISES["甲厂"]})
    return [*by_poster, *by_list, by_code, *by_poster]


def _inspection(phone: CollectPhone, number: int, clue: Mapping[str, str]) -> Instance:
    chance = random.Random(number)
    photos = {f"{number}_{n}.jpg": chance.randbytes(60_000) for n in range(4)}
    roster, ledger, found, signed = photos
    answers = {
        "start": "2026-11-20T09:00:00.000+08:00",
        "end": "2026-11-20T10:30:00.000+08:00",
        "today": "2026-11-20",
        **{f"enterprise/{name}": text for name, text in clue.items()},
        "facts/headcount": str(80 + number),
        "labour_contracts/roster": "no",
        "labour_contracts/roster_photo": roster,
        "wages/wage_ledger": "yes",
        "wages/wage_ledger_photo": ledger,
        "sample_result/signing_rate": "90",
        "findings_asked/has_findings": "yes",
        "conclusion/result": "rectify",
        "conclusion/summary": "请在期限内整改。",
        "conclusion/place": "30.5 114.3 20 5",
        "conclusion/inspector_signature": signed,
    }
    drawn = [
        {"contract_number": f"HT-{number}-{n}", "signed": "no" if n == 3 else "yes"}
        for n in range(10)
    ]
    findings = [{"finding_text": "缺员工名册", "finding_due": "2026-12-20", "finding_photo": found}]
    xml = filled(
        phone.forms["site_check"].xml,
        f"uuid:{number:08d}-0000-4000-8000-000000000000",
        answers,
        {"contract": drawn, "finding": findings},
    )
    return Instance(f"企业现场核查_{number}.xml", xml, photos)


def _submissions(office: Office) -> list[dict[str, object]]:
    listed = office.get(f"{office.project}/forms/site_check/submissions")
    assert isinstance(listed, list)
    return listed


def _wait_until_tied(office: Office, count: int) -> list[dict[str, object]]:
    ends = time.monotonic() + _PATIENCE_SECONDS
    while True:
        listed = _submissions(office)
        if sum(one["enterpriseId"] is not None for one in listed) == count:
            return listed
        assert time.monotonic() < ends, listed
        time.sleep(0.2)


def test_ten_inspections_arrive_once_byte_for_byte_at_the_enterprises_they_were_made_in(
    office: Office,
) -> None:
    phone = _phone(office)
    assert phone.sync().new == ["site_check"]
    clues = _clues(office, phone)
    sent = {}
    for number, (name, clue) in enumerate(clues):
        instance = _inspection(phone, number, clue)
        if number in {3, 6}:
            with pytest.raises(LostAnswer):
                phone.send(instance, lose_answer_of_post=number % 2)
        assert phone.send(instance) > 1
        sent[f"uuid:{number:08d}-0000-4000-8000-000000000000"] = (name, instance)
    phone.send(sent["uuid:00000009-0000-4000-8000-000000000000"][1])

    listed = _wait_until_tied(office, len(sent))

    assert {one["instanceId"]: one["enterpriseId"] for one in listed} == {
        key: office.enterprises[name] for key, (name, _) in sent.items()
    }
    for key, (_, instance) in sent.items():
        at = f"{office.project}/forms/site_check/submissions/{quote(key, safe='')}"
        assert office.ask(f"{at}.xml") == instance.xml
        files = office.get(f"{at}/attachments")
        assert isinstance(files, list)
        assert {one["name"]: one["exists"] for one in files} == dict.fromkeys(instance.files, True)
        for name, content in instance.files.items():
            assert office.ask(f"{at}/attachments/{quote(name)}") == content
