"""Names in our archives unpack to one place of their own, wherever they come from."""

import posixpath

from hypothesis import given
from hypothesis import strategies as st

from exports.zip_members import MemberNames, clean_member_name


@given(st.lists(st.text(st.characters(), max_size=120), max_size=10))
def test_names_never_leave_the_archive_and_are_all_different(names: list[str]) -> None:
    members = MemberNames()
    given_names = [members.add(name, folder="media") for name in names]

    assert len({name.casefold() for name in given_names}) == len(names)
    for name in given_names:
        folder, _, rest = name.partition("/")
        assert folder == "media"
        assert rest not in {"", ".", ".."}
        assert "/" not in rest
        assert "\\" not in rest
        assert posixpath.normpath(name) == name
        assert len(name.encode()) <= 255


def test_hostile_names_become_harmless() -> None:
    assert clean_member_name("../../etc/passwd") == "_.._etc_passwd"
    assert clean_member_name("/etc/x") == "_etc_x"
    assert clean_member_name("..\\x") == "_x"
    assert clean_member_name("a\x00\r\n\u202egpj.exe") == "a____gpj.exe"
    assert clean_member_name("con.txt") == "_con.txt"
    assert clean_member_name("..") == "file"
    assert clean_member_name("和谐" * 100 + ".jpeg") == ("和谐" * 100)[:75] + ".jpeg"
    assert clean_member_name("x." + "y" * 300) == ("x." + "y" * 300)[:80]


def test_equal_names_are_numbered_before_their_ending() -> None:
    members = MemberNames()

    assert [members.add(name) for name in ("a.jpg", "A.jpg", "a.jpg")] == [
        "a.jpg",
        "A~2.jpg",
        "a~3.jpg",
    ]
