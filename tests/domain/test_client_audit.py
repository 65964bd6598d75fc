"""The log of Collect is read as far as it can be, whatever it holds."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from server.domain.client_audit import MOST_EVENTS, read_client_audit

LOG = """event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-reason
form start,,1763600000000,,,,,,,张三,
question,/data/a,1763600001000,1763600003500,31.2,121.4,5.0,"旧,值",新值,张三,typed wrong
question,/data/b,1763600003500,1763600004000,,,,,,张三,
question,/data/a,1763600004000,1763600005000,,,,,,张三,
form exit,,1763600005000,,,,,,,张三,
"""


def test_time_place_and_changes_of_every_question_are_read() -> None:
    audit = read_client_audit(LOG.encode())
    change = audit.events[1]

    assert audit.seconds_by_node() == (("/data/a", Decimal("3.5")), ("/data/b", Decimal("0.5")))
    assert [one.event for one in audit.events if one.is_change] == ["question"]
    assert (change.old_value, change.new_value, change.reason) == ("旧,值", "新值", "typed wrong")
    assert (change.place, change.user) == ("31.2 121.4 5.0", "张三")
    assert audit.events[0].start == datetime(2025, 11, 20, 0, 53, 20, tzinfo=UTC)
    assert not audit.is_cut


def test_a_log_without_places_and_changes_is_read() -> None:
    audit = read_client_audit("\ufeffevent,node,start,end\nquestion,/a,1,2\nform exit\n".encode())

    assert [(one.event, one.seconds) for one in audit.events] == [
        ("question", Decimal("0.001")),
        ("form exit", None),
    ]


def test_odd_times_are_none_and_a_clock_that_ran_back_counts_nothing() -> None:
    lines = ["x,y", "NaN,1", "-5,1", "9e99,1", "5,3", ",", "sNaN,Infinity"]
    text = "event,node,start,end\n" + "".join(f"question,/a,{one}\n" for one in lines)

    assert read_client_audit(text.encode()).seconds_by_node() == ()


def test_a_long_log_is_cut_and_says_so() -> None:
    text = "event,node,start,end\n" + "question,/a,1,2\n" * (MOST_EVENTS + 5)
    audit = read_client_audit(text.encode())

    assert len(audit.events) == MOST_EVENTS
    assert audit.is_cut


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    read_client_audit(b"event,node,start,end\n" + content).seconds_by_node()
    read_client_audit(content)
