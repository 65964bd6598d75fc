"""Steps of tests with phones: get one ready, send what waits, compare with the server."""

import random

from tests.collect_client import CollectPhone
from tests.collect_field_forms import LIST_NAME, check_form, follow_up_form, registration_form
from tests.collect_network import Network
from tests.collect_site import Site


def ready(site: Site, network: Network | None = None, *, meta: str = "orx:meta") -> CollectPhone:
    """Return a phone that has synced the check."""
    site.publish(check_form("1", meta=meta))
    phone = site.phone(network)
    phone.sync()
    return phone


def with_lists(site: Site) -> CollectPhone:
    """Return a phone that has not synced yet, in a project with an entity list."""
    site.publish(check_form("1"))
    site.publish(registration_form("1"))
    site.publish(follow_up_form("1"))
    site.add_entities(LIST_NAME, ["甲", "乙", "丙"])
    return site.phone()


def photos(count: int, size: int, seed: int = 1) -> dict[str, bytes]:
    """Return photos of a size, the same for the same seed."""
    chance = random.Random(seed)
    return {f"{n}.jpg": chance.randbytes(size) for n in range(count)}


def send_waiting(phone: CollectPhone) -> None:
    """Send what waits; raises what went wrong."""
    for error in phone.send_all():
        raise error


def check_once(site: Site, *phones: CollectPhone) -> None:
    """Check that the server holds each instance once, byte for byte, with all of its files."""
    sent = [one for phone in phones for one in phone.instances]
    held = site.held()
    assert sorted(one.instance_id for one in held) == sorted(one.instance_id for one in sent)
    by_id = {one.instance_id: one for one in held}
    for one in sent:
        assert by_id[one.instance_id].xml == one.instance.xml
        assert by_id[one.instance_id].files == one.instance.files
    roots = {(one.root or one).instance_id for one in sent}
    assert len({one.submission_id for one in held}) == len(roots)
    assert site.quarantined() == []
