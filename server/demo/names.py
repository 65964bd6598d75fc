"""The invented county of the demonstration: its areas, and enterprises that exist nowhere.

The same seed always gives the same enterprises, so that the demonstration and the sample files in
docs/samples tell of the same places.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from random import Random

from server.domain.credit_code import make_credit_code

COUNTY = "临江县"
COUNTY_CODE = "990100"
PARK = "临江经济开发区"
TOWNSHIPS: Mapping[str, tuple[str, ...]] = {
    "青石镇": ("东街社区", "石桥村", "青山村", "上湾村"),
    "白沙镇": ("滨江社区", "白沙村", "渡口村", "新塘村"),
    "柳溪乡": ("柳溪村", "竹园村", "枫林村"),
}
"""Townships with their villages and communities, in the order of the register."""

COUNTED_ON = dt.date(2026, 1, 31)
"""The day of the headcounts."""

_FIRST = "澄衡砺屿岚沅峤泠旸昶骊琅"
_SECOND = "禾桐岫川舸堃弈晟洵珩翊霁"
_TRADES: tuple[tuple[str, str], ...] = (
    ("服装", "C1810"),
    ("家具", "C2110"),
    ("食品", "C1411"),
    ("五金", "C3351"),
    ("电子", "C3982"),
    ("塑料制品", "C2929"),
    ("纸箱包装", "C2231"),
    ("机械", "C3484"),
    ("物流", "G5430"),
    ("建筑工程", "E4710"),
    ("酒店", "H6110"),
    ("家政服务", "O8010"),
)
_ENDINGS: tuple[tuple[str, str], ...] = (
    ("有限公司", "有限责任公司"),
    ("有限公司", "私营企业"),
    ("股份有限公司", "股份有限公司"),
    ("厂", "集体企业"),
)
_SIZES = (8, 15, 24, 36, 52, 75, 110, 160, 240, 380, 620)
_IN_PARK_SHARE = 0.25
_NO_CODE_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class MadeUpEnterprise:
    """An enterprise that exists nowhere, as a row of a register."""

    name: str
    uscc: str | None
    township: str
    village: str
    park: str | None
    address: str
    industry: str
    ownership: str
    headcount: int
    telephone: str
    union_member_count: int | None
    party_member_count: int | None

    @property
    def area_path(self) -> str:
        """The village from the county down, as it stands in a register."""
        return "/".join((COUNTY, self.township, self.village))


def made_up_enterprises(seed: int, count: int) -> tuple[MadeUpEnterprise, ...]:
    """Return so many enterprises with names and credit codes that differ; at most 6,912."""
    draw = Random(seed)  # noqa: S311 - the same every time, and no secret
    names = _names(draw)
    return tuple(_enterprise(draw, next(names), number) for number in range(1, count + 1))


def _names(draw: Random) -> Iterator[tuple[str, str, str]]:
    """Yield name, industry and ownership, each name once."""
    brands = [first + second for first, second in product(_FIRST, _SECOND)]
    whole = list(product(brands, _TRADES, _ENDINGS))
    draw.shuffle(whole)
    for brand, (trade, industry), (ending, ownership) in whole:
        yield f"临江{brand}{trade}{ending}", industry, ownership


def _enterprise(draw: Random, named: tuple[str, str, str], number: int) -> MadeUpEnterprise:
    name, industry, ownership = named
    township = draw.choice(list(TOWNSHIPS))
    village = draw.choice(TOWNSHIPS[township])
    headcount = draw.choice(_SIZES) + draw.randrange(6)
    has_union = draw.random() < min(0.9, 0.2 + headcount / 250)
    has_party = draw.random() < min(0.7, headcount / 400)
    code = make_credit_code(f"91{COUNTY_CODE}99{number:07d}")
    return MadeUpEnterprise(
        name=name,
        uscc=None if draw.random() < _NO_CODE_SHARE else code,
        township=township,
        village=village,
        park=PARK if draw.random() < _IN_PARK_SHARE else None,
        address=f"{COUNTY}{township}{village}{draw.randrange(1, 200)}号",
        industry=industry,
        ownership=ownership,
        headcount=headcount,
        telephone=f"0000-{draw.randrange(2_000_000, 9_000_000)}",
        union_member_count=round(headcount * draw.uniform(0.5, 0.98)) if has_union else None,
        party_member_count=draw.randrange(3, 12) if has_party else None,
    )
