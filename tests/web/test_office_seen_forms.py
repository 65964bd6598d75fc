"""Forms that two people have open at once: the second is told, and nothing typed is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient

from server.store.tables.campaigns import Campaign
from server.store.transaction import Store
from tests.people import People
from tests.site_checks import Checks
from tests.web.office_browser import browser


def seen_on(client: FlaskClient, url: str) -> str:
    return client.get(url).text.split('name="seen" value="')[1].split('"')[0]


def test_a_campaign_is_not_written_over_unseen(
    app: Flask, checks: Checks, store: Store, people: People
) -> None:
    client = browser(app, people.county_office)
    url = f"/office/{checks.project_id}/campaigns/{checks.campaign_id}/change"
    seen = seen_on(client, url)
    with store.reading() as session:
        campaign = session.get_one(Campaign, checks.campaign_id)
    typed = {
        "name": campaign.name,
        "survey_form": "satisfaction",
        "opens_on": campaign.opens_on.isoformat(),
        "closes_on": campaign.closes_on.isoformat(),
        "target": "80",
        "seen": seen,
    }

    first = client.post(url, data={**typed, "contact": "First office"})
    wrong = client.post(url, data={**typed, "name": "", "contact": "Second office"})
    second = client.post(url, data={**typed, "contact": "Second office"})

    assert (first.status_code, wrong.status_code, second.status_code) == (303, 422, 422)
    assert f'value="{seen}"' in wrong.text
    assert "Somebody else changed this meanwhile" in second.text
    assert "Second office" in second.text
    with store.reading() as session:
        assert session.get_one(Campaign, checks.campaign_id).contact == "First office"
    again = second.text.split('name="seen" value="')[1].split('"')[0]
    third = client.post(url, data={**typed, "contact": "Second office", "seen": again})
    assert third.status_code == 303


def test_an_app_user_is_not_written_over_unseen(app: Flask, checks: Checks, people: People) -> None:
    client = browser(app, people.county_office)
    base = f"/office/{checks.project_id}/app-users"
    url = client.post(f"{base}/new", data={"name": "Phone", "form": "site_check"}).location
    seen = seen_on(client, url)
    area = people.places.township_id

    first = client.post(f"{url}/change", data={"name": "Phone", "area": area, "seen": seen})
    second = client.post(f"{url}/change", data={"name": "Phone 2", "seen": seen})
    blind = client.post(f"{url}/change", data={"name": "Phone 3"})

    assert (first.status_code, second.status_code, blind.status_code) == (303, 409, 303)
    assert "Somebody else changed this meanwhile" in second.text
    assert 'value="Phone 2"' in second.text


def test_of_many_who_change_an_app_user_at_once_all_but_one_are_told(
    app: Flask, checks: Checks, people: People
) -> None:
    client, count = browser(app, people.county_office), 6
    base = f"/office/{checks.project_id}/app-users"
    url = client.post(f"{base}/new", data={"name": "Phone", "form": "site_check"}).location
    seen, barrier = seen_on(client, url), threading.Barrier(count)

    def change(number: int) -> int:
        office = browser(app, people.county_office)
        barrier.wait()
        data = {"name": f"Phone {number}", "seen": seen}
        return office.post(f"{url}/change", data=data).status_code

    with ThreadPoolExecutor(count) as pool:
        statuses = sorted(pool.map(change, range(count)))

    assert statuses == [303, *[409] * (count - 1)]
