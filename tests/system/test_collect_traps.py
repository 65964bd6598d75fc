"""The double notices every trap that servers for Collect fall into, and finds none in ours.

Traps 31 and 32 lie in codes and certificates: tests of their own tell of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from server.settings import Settings
from tests.collect_client import LostAnswer, ProtocolError
from tests.collect_site import Server, make_site, serving
from tests.conftest import TEST_SECRET
from tests.databases import Database
from tests.traps.days import DAYS, OTHER_DAYS, Day
from tests.traps.exchange import Switch, Trap, none, trapped
from tests.traps.of_entities import ENTITY_TRAPS
from tests.traps.of_messages import MESSAGE_TRAPS
from tests.traps.of_sending import SENDING_TRAPS
from tests.traps.of_sync import SYNC_TRAPS

TRAPS = {**SYNC_TRAPS, **SENDING_TRAPS, **MESSAGE_TRAPS, **ENTITY_TRAPS}
NOTICED = (
    ProtocolError,
    LostAnswer,
    AssertionError,
    pytest.fail.Exception,
    UnicodeDecodeError,
    SyntaxError,
)
ALL_DAYS = sorted({*DAYS.values(), *OTHER_DAYS.values()}, key=lambda day: day.__name__)


def _day_of(name: str) -> Day:
    return OTHER_DAYS.get(name) or DAYS[name[:2]]


@dataclass
class Trapped:
    """A server with a switch in front of it."""

    server: Server
    switch: Switch


@pytest.fixture(scope="module")
def trapped_server(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trapped]:
    folder, switch = tmp_path_factory.mktemp("trapped"), Switch()
    settings = Settings(
        data_dir=folder,
        database_url=database.fresh(folder),
        secret_key=TEST_SECRET,
        demo=False,
        log_level="ERROR",
        accept_content_length=100_000,
    )
    with serving(settings, trapped(switch)) as server:
        yield Trapped(server, switch)


@pytest.mark.parametrize("day", ALL_DAYS, ids=lambda day: day.__name__)
def test_a_day_with_our_server_goes_well(trapped_server: Trapped, day: Day) -> None:
    trapped_server.switch.trap = none

    day(make_site(trapped_server.server, day.__name__))

    assert trapped_server.server.failures == 0


@pytest.mark.parametrize(("name", "trap"), sorted(TRAPS.items()), ids=sorted(TRAPS))
def test_the_double_notices(trapped_server: Trapped, name: str, trap: Trap) -> None:
    site = make_site(trapped_server.server, name)
    trapped_server.switch.trap = trap

    with pytest.raises(NOTICED):
        _day_of(name)(site)


def test_every_trap_has_a_test() -> None:
    told = {int(name[:2]) for name in TRAPS} | {31}

    assert told == set(range(1, 36))
