"""Pinyin initials of names."""

import pytest

from server.domain.pinyin import initials


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("和合镇", "hhz"),
        ("临江精密制造有限公司", "ljjmzzyxgs"),
        ("阿波次得额发个哈几卡拉马那哦帕七然撒他挖西压杂", "abcdefghjklmnopqrstwxyz"),
        ("鑫源（集团）A厂2", "xyjtac2"),
        ("座", "z"),
        ("㐂 。", ""),
        ("", ""),
    ],
)
def test_a_name_is_found_by_its_initials(name: str, expected: str) -> None:
    assert initials(name) == expected
