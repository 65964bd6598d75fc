"""JavaRosa on two phones and the office between them: findings followed up, checks sent back."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import pytest

from server import clock
from server.domain.lifecycle import ReviewState
from server.operations.review_submission import Review, review_submission
from server.operations.tie_by_hand import tie_by_hand
from server.settings import Settings
from server.store.queries import links
from server.store.queries.scope import Scope
from tests import factories
from tests.collect_client import CollectPhone, LocalInstance
from tests.collect_site import Server, Site, make_site, serving
from tests.collect_steps import send_waiting
from tests.javarosa_phone import JavaRosa

FORMS = resources.files("xlsforms") / "forms"
ZONE = "Asia/Shanghai"
pytestmark = pytest.mark.java


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> JavaRosa:
    return JavaRosa.compiled(tmp_path_factory.mktemp("javarosa"))


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with serving(settings) as made:
        yield made


@dataclass(frozen=True, slots=True)
class County:
    """A project with two enterprises that have posters, and the delivered forms published."""

    site: Site
    uuids: tuple[str, str]
    uscc: str
    poster: str

    def phone(self) -> CollectPhone:
        """Return a phone that has synced."""
        phone = self.site.phone()
        phone.sync()
        return phone

    def sent(self, phone: CollectPhone) -> None:
        """Send what waits, do the server's work, and sync."""
        send_waiting(phone)
        self.site.server.work()
        assert self.site.entity_problems() == []
        phone.sync()


@pytest.fixture
def county(server: Server) -> County:
    site = make_site(server, "临江县")
    for name in ("satisfaction", "site_check", "follow_up", "returned", "visit"):
        site.publish((FORMS / f"{name}.xlsx").read_bytes(), file_name=f"{name}.xlsx")
    with server.store.writing() as session:
        place = factories.area(session, site.project_id, "临江县")
        key = place.id or 0
        both = [
            factories.enterprise(session, site.project_id, key, name=n) for n in ("甲厂", "乙厂")
        ]
        campaign = factories.campaign(session, site.project_id)
        codes = [factories.poster(session, campaign, one.id).code for one in both]
        usccs = [one.uscc or "" for one in both]
    server.work()
    names = {label: uuid for uuid, (label, _, _) in site.entity_rows("enterprises").items()}
    address = f"{server.settings.public_base_url}/q/{codes[0].lower()}"
    return County(site, (names["甲厂"], names["乙厂"]), usccs[1], address)


def _days(count: int) -> str:
    return (clock.day_in("UTC") + dt.timedelta(days=count)).isoformat()


CHECK = {"talks/talked_to": "0", "findings_asked/has_findings": "yes"}


def _row(number: int, what: str, due: int = 30) -> dict[str, str]:
    row = "finding" if number == 1 else f"finding[{number}]"
    return {
        f"{row}/finding_subject": "contracts",
        f"{row}/finding_text": what,
        f"{row}/finding_due": _days(due),
    }


def test_findings_of_a_check_are_followed_up_on_another_phone(
    county: County, engine: JavaRosa
) -> None:
    checking, following = county.phone(), county.phone()
    found = {
        **CHECK,
        "enterprise/find_by": "poster",
        "enterprise/poster": county.poster,
        **_row(1, "缺职工名册"),
        **_row(2, "未签合同"),
    }
    made = engine.fill(checking, checking.forms["site_check"], 1, answers=found)
    assert "甲厂" in engine.shown["enterprise/register_note"].text
    assert b"<enterprise_name>\xe7\x94\xb2" in made.instance.xml
    assert b"<headcount>120<" in made.instance.xml
    other = {
        **CHECK,
        "enterprise/find_by": "uscc",
        "enterprise/uscc": county.uscc,
        **_row(1, "欠薪"),
    }
    engine.fill(checking, checking.forms["site_check"], 2, answers=other)
    county.sent(checking)
    following.sync()

    listed = {one.label: uuid for uuid, one in following.entities["findings"].rows.items()}
    answers = {
        "enterprise/find_by": "poster",
        "enterprise/poster": county.poster,
        "rectification/finding": listed["缺职工名册"],
        "rectification/result": "rectified",
        "rectification[2]/finding": listed["未签合同"],
        "rectification[2]/result": "not_yet",
        "rectification[2]/new_due": _days(60),
        "rectification[2]/note": "仍未签",
    }
    engine.fill(following, following.forms["follow_up"], 3, answers=answers)

    offered = engine.shown["rectification[2]/finding"].choices
    assert set(offered) == {listed["缺职工名册"], listed["未签合同"]}
    assert "2 项" in engine.shown["enterprise/open_note"].text
    again = {
        "enterprise/find_by": "list",
        "enterprise/chosen": county.uuids[0],
        "rectification/finding": listed["未签合同"],
        "rectification/result": "rectified",
    }
    engine.fill(following, following.forms["follow_up"], 4, answers=again)
    assert engine.shown["rectification/finding"].choices == (listed["未签合同"],)
    assert _days(60) in engine.shown["rectification/finding_note"].text
    county.sent(following)
    rows = county.site.entity_rows("findings").values()
    assert {label: (version, data["state"]) for label, version, data in rows} == {
        "缺职工名册": (2, "rectified"),
        "未签合同": (3, "rectified"),
        "欠薪": (1, "open"),
    }
    nothing = {"enterprise/find_by": "list", "enterprise/chosen": county.uuids[0]}
    engine.fill(following, following.forms["follow_up"], 5, answers=nothing)
    assert "rectification/finding" not in engine.shown
    county.sent(following)


def _review(county: County, instance_id: str, state: ReviewState, comment: str = "") -> None:
    (key,) = {one.submission_id for one in county.site.held() if one.instance_id == instance_id}
    with county.site.server.store.writing() as session:
        review_submission(
            session,
            factories.by(),
            Scope(county.site.project_id),
            submission_id=key,
            review=Review(state, comment),
            zone=ZONE,
        )
    county.site.server.work()


def _check_twice(county: County, engine: JavaRosa, phone: CollectPhone) -> LocalInstance:
    by_list = {**CHECK, "enterprise/find_by": "list", "enterprise/chosen": county.uuids[0]}
    form = phone.forms["site_check"]
    first, _ = (
        engine.fill(phone, form, number, answers=by_list | _row(1, what))
        for number, what in ((1, "一"), (2, "二"))
    )
    county.sent(phone)
    return first


def test_what_the_office_sends_back_is_answered_and_comes_back_again(
    county: County, engine: JavaRosa
) -> None:
    phone, other = county.phone(), county.phone()
    first = _check_twice(county, engine, phone)
    _review(county, first.instance_id, ReviewState.HAS_ISSUES, "请补拍名册")
    _review(county, phone.instances[1].instance_id, ReviewState.HAS_ISSUES, "请写明人数")
    phone.sync()
    other.sync()

    issues = phone.entities["issues"].rows
    assert other.entities["issues"].rows == {}
    key = {one.properties["comment"]: uuid for uuid, one in issues.items()}["请补拍名册"]
    told = {"returned/issue": key, "answer/how": "explained", "answer/reply": "名册在总部"}
    engine.fill(phone, phone.forms["returned"], 3, answers=told)
    assert set(engine.shown["returned/issue"].choices) == set(issues)
    assert "请补拍名册" in engine.shown["returned/issue_note"].text
    county.sent(phone)
    assert county.site.entity_rows("issues")[key][2]["reply"] == "名册在总部"

    _review(county, first.instance_id, ReviewState.HAS_ISSUES, "请拍总部的名册")
    engine.fill(phone, phone.forms["returned"], 4, answers=told | {"answer/reply": "离线答复"})
    phone.sync()
    county.sent(phone)

    _review(county, first.instance_id, ReviewState.APPROVED)
    phone.sync()
    assert set(phone.entities["issues"].rows) == set(issues) - {key}
    _review(county, first.instance_id, ReviewState.HAS_ISSUES, "再看一次")
    phone.sync()
    assert phone.entities["issues"].rows[key].properties["comment"] == "再看一次"
    engine.fill(phone, phone.forms["returned"], 4, answers=told | {"answer/reply": "又答"})
    county.sent(phone)
    assert county.site.entity_rows("issues")[key][2]["reply"] == "又答"


def _tie(county: County, instance_id: str, uuid: str) -> None:
    (key,) = {one.submission_id for one in county.site.held() if one.instance_id == instance_id}
    with county.site.server.store.writing() as session:
        enterprise_id = links.find_by_entity(session, county.site.project_id, uuid)
        assert enterprise_id is not None
        tie_by_hand(
            session,
            factories.by(),
            Scope(county.site.project_id),
            submission_id=key,
            enterprise_id=enterprise_id,
            zone=ZONE,
        )
    county.site.server.work()


def test_an_edit_changes_its_findings_and_the_office_moves_them_under_a_follow_up(
    county: County, engine: JavaRosa
) -> None:
    phone, following = county.phone(), county.phone()
    by_poster = {**CHECK, "enterprise/find_by": "poster", "enterprise/poster": county.poster}
    form = phone.forms["site_check"]
    first = engine.fill(phone, form, 1, answers=by_poster | _row(1, "误记") | _row(2, "欠薪"))
    changed = {"-finding": "", **_row(2, "超时加班"), "conclusion/summary": "改"}
    edit = engine.fill(phone, form, 2, edited=first, answers=changed)
    assert edit.instance.xml.count(b"<finding_text>") == 2
    county.sent(phone)
    following.sync()
    rows = {one.label: uuid for uuid, one in following.entities["findings"].rows.items()}
    assert set(rows) == {"误记", "欠薪", "超时加班"}

    late = {
        "enterprise/find_by": "list",
        "enterprise/chosen": county.uuids[0],
        "rectification/finding": rows["欠薪"],
        "rectification/result": "not_yet",
        "rectification/new_due": _days(60),
        "rectification/note": "仍欠",
    }
    engine.fill(following, following.forms["follow_up"], 3, answers=late)
    _tie(county, first.instance_id, county.uuids[1])
    county.sent(following)

    kept = county.site.entity_rows("findings")[rows["欠薪"]][2]
    assert (kept["enterprise_name"], kept["due_on"], kept["state"]) == ("乙厂", _days(60), "open")
    again = {"enterprise/find_by": "list", "enterprise/chosen": county.uuids[1]}
    engine.fill(following, following.forms["follow_up"], 4, answers=again | _mended(rows["欠薪"]))
    assert set(engine.shown["rectification/finding"].choices) == set(rows.values())
    third = engine.fill(phone, form, 5, edited=edit, answers=_row(3, "未缴社保"))
    assert third.instance.xml.count(b"<finding_text>") == 3
    county.sent(phone)
    county.sent(following)
    found = county.site.entity_rows("findings").values()
    assert {label: data["enterprise_name"] for label, _, data in found} == dict.fromkeys(
        ("误记", "欠薪", "超时加班", "未缴社保"), "乙厂"
    )


def _mended(finding: str) -> dict[str, str]:
    return {"rectification/finding": finding, "rectification/result": "rectified"}
