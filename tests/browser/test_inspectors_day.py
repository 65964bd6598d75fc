"""An inspector's day: a printed card, a phone without a network, and the office that reads it."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office_work import codes_in, prepare_survey
from tests.browser.site import OFFICE, PASSWORD, Site, wait_until
from tests.browser.windows import keep_picture, sign_in, window
from tests.collect_client import CollectPhone, LocalInstance, ProtocolError
from tests.collect_entities import LocalEntity
from tests.collect_settings_code import phone_of, settings_in
from tests.web.office_checks import picture

FIELD_FORMS = ("site_check", "follow_up", "returned")
INSPECTORS = "姓名,可填表单\n检查员甲,site_check;follow_up;returned\n检查员乙,site_check\n"
WHAT = "未建立职工名册"
COMMENT = "请补拍名册照片"
REPLY = "已重新核实"
DUE = "2026-12-20"


def test_from_a_printed_card_to_a_rectified_finding(
    site: Site, chromium: Browser, project: str
) -> None:
    with window(chromium, site.url) as page:
        sign_in(page, OFFICE, PASSWORD)
        survey = prepare_survey(page, project)
        _take_forms(page, project)
        _add_app_users(page, project)
        cards = _print_cards(page, project)
        phone, lost = phone_of(cards["检查员甲"]), phone_of(cards["检查员乙"])

        assert set(phone.sync().new) == set(FIELD_FORMS)
        lost.sync()
        check = _check_offline(phone, survey.enterprise, survey.poster)
        assert phone.send_all() == []

        submission = _look_at_the_check(page, project, survey.enterprise)
        _send_back(page, submission)
        _answer_the_office(phone, check)
        _approve_the_edit(page, submission)

        finding = _look_at_the_finding(page, project)
        _follow_up(phone)
        _see_it_rectified(page, finding)
        _revoke(page, project, "检查员乙")
        with pytest.raises(ProtocolError, match="403"):
            lost.sync()
        _see_what_came(page, project, "检查员甲")


def _take_forms(page: Page, project: str) -> None:
    for form_id in FIELD_FORMS:
        page.goto(f"{project}/forms/new")
        card = page.locator("#delivered li", has=page.locator(f"a[href*='/{form_id}']"))
        card.get_by_role("button", name="Use it").click()
        page.locator("summary", has_text="Publish").click()
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.locator("main")).to_contain_text(re.compile("What version .* asks"))


def _add_app_users(page: Page, project: str) -> None:
    page.goto(f"{project}/app-users/import")
    file = {"name": "inspectors.csv", "mimeType": "text/csv", "buffer": INSPECTORS.encode()}
    page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]  # as Playwright takes it
    page.get_by_role("button", name="Upload and check").click()
    page.wait_for_url(re.compile(r"/import/\d+"))
    keep_picture(page, "app-users-preview-en")
    page.get_by_role("button", name="Add 2 app users").click()
    expect(page.locator("main")).to_contain_text("检查员甲")


def _print_cards(page: Page, project: str) -> dict[str, str]:
    """Print all cards; return what the codes on them say, by the name of the app user."""
    page.goto(f"{project}/app-users")
    page.get_by_role("button", name="Print 2 cards").click()
    page.wait_for_url(re.compile(r"/jobs/\d+$"))
    link = page.locator("main a.btn-primary")
    expect(link).to_be_visible(timeout=20_000)
    with page.expect_download() as downloading:
        link.click()
    found = codes_in(Path(downloading.value.path()).read_bytes())
    assert len(found) == 2
    return {str(settings_in(text)["general"]["metadata_username"]): text for text in found}


def _check_offline(phone: CollectPhone, enterprise: str, poster: str) -> LocalInstance:
    """Fill in a site check at the scanned poster, from nothing but what the phone holds."""
    code = urlsplit(poster).path.rpartition("/")[2].upper()
    known = phone.entities["enterprises"].rows
    uuid, found = next((u, r) for u, r in known.items() if code in _codes(r))
    assert found.label == enterprise
    answers = {
        "enterprise/find_by": "poster",
        "enterprise/poster": poster,
        "facts/enterprise_name": enterprise,
        "facts/headcount": "80",
        "labour_contracts/roster": "no",
        "labour_contracts/roster_photo": "roster.jpg",
        "findings_asked/has_findings": "yes",
        "finding/finding_subject": "contracts",
        "finding/finding_text": WHAT,
        "finding/finding_photo": "finding.jpg",
        "finding/finding_due": DUE,
        "finding/finding_enterprise": uuid,
        "finding/finding_enterprise_name": enterprise,
        "finding/finding_found_on": "2026-11-22",
        "finding/finding_state": "open",
        "conclusion/result": "rectify",
        "conclusion/summary": "请在期限内整改。",
        "conclusion/place": "30.5 114.3 20 5",
    }
    files = {"roster.jpg": picture(), "finding.jpg": picture()}
    made = phone.finalise("site_check", answers, files)
    assert [one.label for one in phone.entities["findings"].rows.values()] == [WHAT]
    return made


def _codes(row: LocalEntity) -> list[str]:
    return row.properties["poster_codes"].split()


def _look_at_the_check(page: Page, project: str, enterprise: str) -> str:
    """Open the check as soon as it is tied; return the address of its page."""

    def is_tied() -> bool:
        page.goto(f"{project}/submissions?form=site_check")
        return enterprise in page.locator("main").inner_text()

    wait_until(is_tied, seconds=20)
    page.locator("tbody tr a").first.click()
    page.wait_for_url(re.compile(r"/submissions/\d+"))
    expect(page.locator("main")).to_contain_text(WHAT)
    expect(page.locator("a.photo img")).to_have_count(2)
    expect(page.locator("#position")).to_be_visible()
    keep_picture(page, "check-en")
    return urlsplit(page.url).path


def _send_back(page: Page, submission: str) -> None:
    page.goto(submission)
    page.get_by_label("Has issues").check()
    page.locator("#field-comment").fill(COMMENT)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".page-title-row")).to_contain_text("Has issues")


def _answer_the_office(phone: CollectPhone, check: LocalInstance) -> None:
    """See what came back, edit the check and send both the edit and an answer."""
    phone.sync()
    ((issue, row),) = phone.entities["issues"].rows.items()
    assert row.properties["comment"] == COMMENT
    answers = {"returned/issue": issue, "answer/how": "edited", "answer/reply": REPLY}
    phone.finalise("returned", answers)
    phone.edit(check, {"labour_contracts/roster": "yes", "conclusion/summary": "名册已补。"})
    assert phone.send_all() == []


def _approve_the_edit(page: Page, submission: str) -> None:
    def is_read() -> bool:
        page.goto(submission)
        return REPLY in page.locator("main").inner_text()

    wait_until(is_read, seconds=20)
    expect(page.locator(".page-title-row")).to_contain_text("Edited")
    page.goto(f"{submission}/changes")
    expect(page.locator("ins", has_text="名册已补。")).to_be_visible()
    expect(page.locator("del", has_text="请在期限内整改。")).to_be_visible()
    keep_picture(page, "check-changes-en")
    page.goto(submission)
    page.get_by_label("Approved").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".page-title-row")).to_contain_text("Approved")


def _look_at_the_finding(page: Page, project: str) -> str:
    page.goto(f"{project}/findings")
    page.get_by_role("link", name=WHAT).click()
    page.wait_for_url(re.compile(r"/findings/\d+"))
    expect(page.locator("a.photo img")).to_have_count(1)
    keep_picture(page, "finding-en")
    return urlsplit(page.url).path


def _follow_up(phone: CollectPhone) -> None:
    phone.sync()
    ((finding, row),) = phone.entities["findings"].rows.items()
    assert (row.label, row.properties["state"]) == (WHAT, "open")
    answers: Mapping[str, str] = {
        "enterprise/find_by": "list",
        "enterprise/chosen": row.properties["enterprise"],
        "rectification/finding": finding,
        "rectification/result": "rectified",
        "rectification/photo": "after.jpg",
        "rectification/state_after": "rectified",
        "rectification/due_after": DUE,
        "rectification/rectified_on": "2026-11-22",
        "rectification/followed_up_on": "2026-11-22",
    }
    phone.finalise("follow_up", answers, {"after.jpg": picture()})
    assert phone.send_all() == []


def _see_it_rectified(page: Page, finding: str) -> None:
    def is_rectified() -> bool:
        page.goto(finding)
        return "Rectified" in page.locator(".page-title-row").inner_text()

    wait_until(is_rectified, seconds=20)
    expect(page.locator("a.photo img")).to_have_count(2)
    keep_picture(page, "finding-rectified-en")


def _revoke(page: Page, project: str, name: str) -> None:
    page.goto(f"{project}/app-users")
    page.get_by_role("link", name=name).click()
    page.locator("summary", has_text="Revoke").click()
    page.get_by_role("button", name=re.compile("Revoke")).last.click()
    expect(page.locator(".page-title-row")).to_contain_text("Revoked")


def _see_what_came(page: Page, project: str, name: str) -> None:
    page.goto(f"{project}/app-users")
    page.get_by_role("link", name=name).click()
    expect(page.locator("main")).to_contain_text("all have come")
    keep_picture(page, "app-user-en")
