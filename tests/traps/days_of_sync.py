"""Short days of syncing that notice traps."""

from tests.collect_client import CollectPhone, Refused
from tests.collect_field_forms import LIST_NAME, check_form
from tests.collect_network import Network, Request
from tests.collect_site import Site
from tests.collect_steps import check_once, ready, send_waiting, with_lists


def syncing(site: Site) -> None:
    """Sync with a file and a list, then twice more without news."""
    phone = with_lists(site)
    site.attach("check", "图示 1.csv", b"a,b\n1,2\n")
    first = phone.sync()
    again = phone.sync()
    assert first.problems == again.problems == []
    assert sorted(first.new) == ["check", "follow_up", "register"]
    assert again.deleted == []
    assert again.request_count == again.unchanged_count
    assert set(phone.forms["check"].media) == {"图示 1.csv"}
    labels = sorted(row.label for row in phone.entities[LIST_NAME].rows.values())
    assert labels == sorted(["甲", "乙", "丙"])
    phone.sync()
    assert set(phone.forms) == {"check", "follow_up", "register"}


def publishing_meanwhile(site: Site) -> None:
    """Publish the next version between any two requests of a sync."""
    for number in range(1, 4):
        network = Network()
        form_id = f"check_{number}"
        site.publish(check_form("1", form_id=form_id))
        site.attach(form_id, "a.csv", b"1")
        phone = site.phone(network)
        asked: list[Request] = []

        def publish(
            request: Request, number: int = number, form_id: str = form_id, seen: list = asked
        ) -> None:
            seen.append(request)
            if len(seen) == number:
                site.publish(check_form("2", form_id=form_id))

        network.before = publish
        phone.sync()
        network.before = None
        phone.sync()
        assert phone.forms[form_id].version == "2"


def news(site: Site) -> None:
    """Publish a version and add an entity after a sync: the next sync brings both."""
    phone = with_lists(site)
    phone.sync()
    site.publish(check_form("2"))
    site.add_entities(LIST_NAME, ["丁"])
    phone.sync()
    assert phone.forms["check"].version == "2"
    labels = {row.label for row in phone.entities[LIST_NAME].rows.values()}
    assert labels == {"甲", "乙", "丙", "丁"}


def asking_of_many(site: Site) -> None:
    """Ask of five hundred entities made offline; those unknown are not deleted."""
    phone = with_lists(site)
    phone.sync()
    for number in range(500):
        phone.finalise("register", {"what": f"新 {number}", "risk": "low"})
    site.add_entities(LIST_NAME, ["戊"])
    phone.sync()
    assert len(phone.entities[LIST_NAME].rows) == 504


def being_a_stranger(site: Site) -> None:
    """Come with a token that is wrong: 403 in words, never 401 and never a page."""
    phone = ready(site)
    before, _, after = phone.base.partition("/key/")
    stranger = CollectPhone(f"{before}/key/{'x' * 64}/{after.partition('/')[2]}")
    for answer in (stranger.ask("/formList"), stranger.ask("/submission")):
        assert answer.status == 403
    stranger.forms = phone.forms
    stranger.finalise("check", {"note": "x"})
    (refusal,) = stranger.send_all()
    assert isinstance(refusal, Refused), refusal
    assert refusal.status == 403


def saying_nonsense_of_entities(site: Site) -> None:
    """Change an entity that nobody knows: the submission is taken all the same."""
    phone = with_lists(site)
    phone.sync()
    phone.finalise("follow_up", {"site": "00000000-0000-4000-8000-000000000000", "risk": "高"})
    send_waiting(phone)
    site.server.work()
    check_once(site, phone)
