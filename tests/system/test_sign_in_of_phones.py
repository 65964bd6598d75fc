"""Clients that know nothing of ours sign in by Digest: Collect's double, urllib and curl."""

import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.error import HTTPError

import pytest
from sqlmodel import select

from bench.server_process import ServerProcess
from server import clock
from server.keys import TokenBox
from server.operations.device_password import DevicePassword, give_device_password
from server.settings import Settings
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from server.store.tables.submissions import SubmissionVersion
from server.store.transaction import Store
from tests.collect_client import CollectPhone, LostAnswer, ProtocolError
from tests.collect_network import Fault, Network
from tests.collect_wire import Instance
from tests.digest_client import DigestClient
from tests.people import make_people
from tests.system.servers import server_of
from tests.web import openrosa_data as data

PROCESSES = {"WEB_PROCESSES": "3"}


@dataclass
class Site:
    """A running server of several processes with a phone that has a password."""

    server: ServerProcess
    store: Store
    project_id: int
    device: DevicePassword

    @property
    def base(self) -> str:
        """The address without a token."""
        return f"{self.server.address}/v1/projects/{self.project_id}"

    def stored_ids(self) -> list[str]:
        """Return the instance IDs of what is stored."""
        with self.store.reading() as session:
            return list(session.exec(select(SubmissionVersion.instance_id)))


@pytest.fixture
def site(settings: Settings, store: Store) -> Iterator[Site]:
    tokens = TokenBox(settings.secret_key)
    people = make_people(store, tokens)
    project_id = people.places.project_id
    with store.writing() as session:
        data.make_form(session, project_id, assigned_to=people.app_user.id)
        device = give_device_password(
            session,
            By(None, clock.now()),
            Scope(project_id),
            tokens,
            app_user_id=people.app_user.id,
        )
    server = server_of(settings, PROCESSES)
    with server:
        yield Site(server, store, project_id, device)


def _network(site: Site, password: str) -> Network:
    return Network(sign_in=DigestClient(site.device.user_name, password))


def test_a_phone_with_user_name_and_password_syncs_and_sends_as_one_with_a_token(
    site: Site,
) -> None:
    phone = CollectPhone(site.base, network=_network(site, site.device.password))
    photos = {f"{number}.jpg": bytes([number]) * 2_000 for number in range(5)}

    first, second = phone.sync(), phone.sync()
    for number in range(5):
        xml = data.submission_xml(instance_id=f"uuid:{number}")
        phone.send(Instance(f"{number}.xml", xml, photos))
    first_again = Instance("0.xml", data.submission_xml(instance_id="uuid:0"), photos)
    phone.network.faults = [Fault.LOST]
    with pytest.raises(LostAnswer):
        phone.send(first_again)
    phone.send(first_again)

    assert first.new == ["site_check"]
    assert (second.new, second.updated) == ([], [])
    assert sorted(site.stored_ids()) == [f"uuid:{number}" for number in range(5)]


def test_a_phone_with_a_wrong_password_is_told_so_and_sends_nothing(site: Site) -> None:
    phone = CollectPhone(site.base, network=_network(site, "wrong"))

    with pytest.raises(ProtocolError, match="Invalid username or password"):
        phone.sync()


def test_urllib_signs_in_for_one_request_after_another(site: Site) -> None:
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, site.base, site.device.user_name, site.device.password)
    opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords))

    for _ in range(6):
        with opener.open(f"{site.base}/formList?deviceID=a%3Ab") as answer:
            assert b"site_check" in answer.read()
    passwords.add_password(None, site.base, site.device.user_name, "wrong")
    with pytest.raises(HTTPError, match="401"):
        opener.open(f"{site.base}/formList")


def test_curl_signs_in_and_sends_a_submission(site: Site) -> None:
    xml = data.submission_xml(instance_id="uuid:curl")
    told = _curl(site, "--form", "xml_submission_file=@-;type=text/xml", stdin=xml)
    wrong = _curl(site, "--head", password="wrong")

    assert told.endswith("201")
    assert wrong.endswith("401")
    assert site.stored_ids() == ["uuid:curl"]


def _curl(site: Site, *options: str, stdin: bytes = b"", password: str = "") -> str:
    """Return what curl prints, the status last."""
    user = f"{site.device.user_name}:{password or site.device.password}"
    command = ["curl", "--silent", "--digest", "--user", user, "--write-out", "%{http_code}"]
    done = subprocess.run(
        [*command, *options, f"{site.base}/submission"],
        input=stdin,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout.decode()
