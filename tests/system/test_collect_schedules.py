"""Random days of two phones on a bad network: in the end the server holds everything once."""

import os
from typing import ClassVar

from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.settings import Settings
from tests.collect_field_forms import LIST_NAME, check_form, follow_up_form, registration_form
from tests.collect_network import FAULTS_OF_ASKING, FAULTS_OF_SENDING, Fault
from tests.collect_site import Server, make_site, serving
from tests.field_day import FieldDay

SCHEDULES = int(os.environ.get("COLLECT_SCHEDULES", "100"))  # noqa: TID251 - the tests' own
STEPS = 25
PHONES = st.integers(min_value=0, max_value=1)
NUMBERS = st.integers(min_value=0, max_value=10_000)
FILE_SIZES = st.lists(st.integers(min_value=0, max_value=4_000), max_size=3)
CLOCKS = st.sampled_from([0, 0, 3_650, -3_650])


class Schedule(RuleBasedStateMachine):
    """Phones fill in, edit and send in any order, while everything goes wrong."""

    server: ClassVar[Server]

    @initialize(days=st.tuples(CLOCKS, CLOCKS))
    def begin(self, days: tuple[int, int]) -> None:
        """Publish the forms; the clocks of the phones are wrong by so many days."""
        site = make_site(self.server, "A county")
        site.publish(check_form("1"))
        site.publish(registration_form("1"))
        site.publish(follow_up_form("1"))
        site.add_entities(LIST_NAME, ["甲", "乙"])
        self.day = FieldDay(site, days)

    @rule(phone=PHONES)
    def sync(self, phone: int) -> None:
        self.day.sync(phone)

    @rule(phone=PHONES, sizes=FILE_SIZES, seed=NUMBERS)
    def fill_in_a_check(self, phone: int, sizes: list[int], seed: int) -> None:
        self.day.check(phone, sizes, seed)

    @precondition(lambda self: self.day.edited(0) or self.day.edited(1))
    @rule(phone=PHONES, which=NUMBERS, sizes=FILE_SIZES)
    def edit(self, phone: int, which: int, sizes: list[int]) -> None:
        self.day.edit(phone, which, sizes)

    @rule(phone=PHONES, risk=st.sampled_from(["high", "low", "高"]))
    def register_a_site(self, phone: int, risk: str) -> None:
        self.day.register(phone, risk)

    @rule(phone=PHONES, which=NUMBERS, risk=st.sampled_from(["high", "low", ""]))
    def follow_a_site_up(self, phone: int, which: int, risk: str) -> None:
        self.day.follow_up(phone, which, risk)

    @rule(
        phone=PHONES,
        faults=st.lists(st.sampled_from(FAULTS_OF_SENDING), min_size=1, max_size=4),
    )
    def send_on_a_bad_line(self, phone: int, faults: list[Fault]) -> None:
        self.day.send(phone, faults)

    @rule(phone=PHONES)
    def send(self, phone: int) -> None:
        self.day.send(phone, [])

    @rule(
        phone=PHONES,
        faults=st.lists(st.sampled_from(FAULTS_OF_ASKING), min_size=1, max_size=3),
    )
    def sync_on_a_bad_line(self, phone: int, faults: list[Fault]) -> None:
        self.day.sync(phone, faults)

    @precondition(lambda self: self.day.has_late())
    @rule(which=NUMBERS)
    def a_late_copy_arrives(self, which: int) -> None:
        self.day.deliver_late(which)

    @rule(phone=PHONES, which=NUMBERS)
    def a_changed_document_comes_under_a_known_id(self, phone: int, which: int) -> None:
        self.day.tamper(phone, which)

    @rule()
    def the_worker_works(self) -> None:
        self.day.site.server.work()

    @rule()
    def another_version_is_published(self) -> None:
        self.day.publish()

    def teardown(self) -> None:
        """Let everything arrive at last, and compare."""
        if hasattr(self, "day"):
            self.day.end()
            self.day.check_server()


def test_whatever_goes_wrong_the_server_holds_everything_once(settings: Settings) -> None:
    short = settings.model_copy(update={"accept_content_length": 3_000})
    with serving(short) as server:
        run_state_machine_as_test(
            type("OnServer", (Schedule,), {"server": server}),
            settings=hypothesis_settings(
                max_examples=SCHEDULES,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=(Phase.explicit, Phase.generate),  # what threads do can't be made shorter
                suppress_health_check=list(HealthCheck),
            ),
        )
