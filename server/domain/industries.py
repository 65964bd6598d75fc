"""Industries by GB/T 4754-2017: the sections A to T, and codes as people write them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Industry:
    """A section (门类) with the divisions (大类) it holds."""

    letter: str
    zh: str
    en: str
    first_division: int
    last_division: int


INDUSTRIES = (
    Industry("A", "农、林、牧、渔业", "Agriculture, forestry, animal husbandry, fishery", 1, 5),
    Industry("B", "采矿业", "Mining", 6, 12),
    Industry("C", "制造业", "Manufacturing", 13, 43),
    Industry("D", "电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water", 44, 46),
    Industry("E", "建筑业", "Construction", 47, 50),
    Industry("F", "批发和零售业", "Wholesale and retail trade", 51, 52),
    Industry("G", "交通运输、仓储和邮政业", "Transport, storage and post", 53, 60),
    Industry("H", "住宿和餐饮业", "Accommodation and catering", 61, 62),
    Industry("I", "信息传输、软件和信息技术服务业", "Information technology and software", 63, 65),
    Industry("J", "金融业", "Finance", 66, 69),
    Industry("K", "房地产业", "Real estate", 70, 70),
    Industry("L", "租赁和商务服务业", "Leasing and business services", 71, 72),
    Industry("M", "科学研究和技术服务业", "Scientific research and technical services", 73, 75),
    Industry("N", "水利、环境和公共设施管理业", "Water, environment and public facilities", 76, 79),
    Industry("O", "居民服务、修理和其他服务业", "Household, repair and other services", 80, 82),
    Industry("P", "教育", "Education", 83, 83),
    Industry("Q", "卫生和社会工作", "Health and social work", 84, 85),
    Industry("R", "文化、体育和娱乐业", "Culture, sports and entertainment", 86, 90),
    Industry(
        "S",
        "公共管理、社会保障和社会组织",
        "Public administration, social organisations",
        91,
        96,
    ),
    Industry("T", "国际组织", "International organisations", 97, 97),
)

_BY_LETTER: Mapping[str, Industry] = {one.letter: one for one in INDUSTRIES}
_CODE = re.compile(r"([A-T]?)([0-9]{2,4})?")
_NOT_NAME = re.compile(r"[\s、,，/]+")


def parse_industry(text: str) -> str | None:
    """Return the code (a letter, or a letter with 2 to 4 digits) written in the text, else None.

    Understands "C", "C17", "1711", a section's name, and a code followed by its name.
    """
    plain = _plain(text)
    named = next(
        (one.letter for one in INDUSTRIES if plain in {_plain(one.zh), _plain(one.en)}), ""
    )
    found = _CODE.match(plain.upper())
    if named or found is None or not found[0]:
        return named or None
    letter, digits = found[1], found[2] or ""
    rest = plain[found.end() :]
    if rest and (rest[0].isascii() or not (letter or digits)):
        return None
    return _checked(letter, digits)


def _checked(letter: str, digits: str) -> str | None:
    if not digits:
        return letter
    division = int(digits[:2])
    section = next(
        (one for one in INDUSTRIES if one.first_division <= division <= one.last_division), None
    )
    if section is None or letter not in {"", section.letter}:
        return None
    return section.letter + digits


def _plain(text: str) -> str:
    return _NOT_NAME.sub("", unicodedata.normalize("NFKC", text)).lower()
