"""JavaRosa fills in every delivered form; edits, resends and split uploads arrive as they are."""

from collections.abc import Iterator
from importlib import resources

import pytest

from server.settings import Settings
from tests.collect_client import Refused
from tests.collect_forms import read_form
from tests.collect_kept import LocalForm
from tests.collect_network import Fault
from tests.collect_site import Server, make_site, serving
from tests.collect_steps import check_once, send_waiting
from tests.javarosa_phone import JavaRosa
from xlsforms.compile import compile_workbook
from xlsforms.delivered import DELIVERED_FORMS

FORMS = resources.files("xlsforms") / "forms"
pytestmark = pytest.mark.java


def _workbook(name: str) -> bytes:
    return (FORMS / f"{name}.xlsx").read_bytes()


def _is_anonymous(name: str) -> bool:
    return compile_workbook(_workbook(name), file_name=f"{name}.xlsx").is_anonymous


ANONYMOUS = [one for one in DELIVERED_FORMS if _is_anonymous(one)]
NAMED = [one for one in DELIVERED_FORMS if one not in {*ANONYMOUS, "returned"}]
"""`returned` asks about what the office sent back to this very phone, which is nothing yet."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> JavaRosa:
    return JavaRosa.compiled(tmp_path_factory.mktemp("javarosa"))


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with serving(settings.model_copy(update={"accept_content_length": 100_000})) as made:
        yield made


@pytest.mark.parametrize("name", NAMED)
def test_javarosa_fills_in_edits_and_sends_a_delivered_form(
    server: Server, engine: JavaRosa, name: str
) -> None:
    site = make_site(server, "A county")
    for list_name in ("enterprises", "findings", "issues"):
        site.add_entities(list_name, [f"{list_name} {one}" for one in "甲乙"])
    site.publish(_workbook(name), file_name=f"{name}.xlsx")
    phone = site.phone()
    phone.sync()
    (form,) = phone.forms.values()

    first = engine.fill(phone, form, 1)
    second = engine.fill(phone, form, 2)
    phone.network.faults = [Fault.LOST, Fault.TWICE]
    phone.send_all()
    send_waiting(phone)
    edit = engine.fill(phone, form, 3, edited=first)
    engine.fill(phone, form, 4, edited=edit)
    phone.network.faults = [Fault.TWICE, Fault.LOST]
    phone.send_all()
    send_waiting(phone)
    for one in (first, second, edit):
        phone.send(one.instance)

    check_once(site, phone)
    assert site.entity_problems() == []
    assert max(len(one.instance.files) for one in phone.instances) * 40_000 > 100_000
    server.work()
    assert server.failures == 0


@pytest.mark.parametrize("name", ANONYMOUS)
def test_an_anonymous_form_is_filled_in_and_not_taken_from_a_phone(
    server: Server, engine: JavaRosa, name: str
) -> None:
    site = make_site(server, "A county")
    site.publish(_workbook(name), file_name=f"{name}.xlsx")
    phone = site.phone()
    phone.sync()

    xform = compile_workbook(_workbook(name), file_name=f"{name}.xlsx").xform
    filled = engine.fill(phone, LocalForm(name, "1", xform, read_form(xform)), 1)

    assert phone.forms == {}
    with pytest.raises(Refused, match=r"\(403\)"):
        phone.send(filled.instance)
    assert site.held() == []
    assert site.quarantined() == []
