"""The schemes that come with the server, in words, and whether a project has them."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext

from server.problems import N_
from xlsforms.delivered import DELIVERED_SCHEMES

NAMES = {
    "suzhou_snd": N_("Suzhou New District: enterprises, 100 points"),
    "linfen": N_("Linfen 2023: enterprises, parks or townships, industries"),
    "fenghua": N_("Fenghua 5+1: five kinds of conduct and a veto"),
    "zhejiang": N_("Zhejiang: workers' satisfaction as chief measure"),
    "beilun": N_("Beilun: a street's duties by size of enterprise"),
    "fujian_parks": N_("Fujian: parks"),
    "boxing": N_("Boxing: stars, reviewed by the workers' congress"),
    "wenzhou": N_("Wenzhou: vital enterprises"),
    "deqing": N_("Deqing: three levels with easy entry and strict exit"),
    "union_building": N_("Building trade unions: thresholds and three standards"),
    "suzhou_2012": N_("Suzhou 2012: levels from A to 3A"),
    "park_fsou": N_("Parks: a table of points"),
    "qingdao": N_("Qingdao: enterprises"),
    "chongqing": N_("Chongqing: enterprises"),
    "guangzhou": N_("Guangzhou: enterprises"),
    "ningde": N_("Ningde: enterprises"),
    "yunnan": N_("Yunnan: enterprises"),
    "luoyang": N_("Luoyang: enterprises"),
    "yangzhou": N_("Yangzhou: enterprises"),
    "integrity": N_("Labour integrity: levels up to AAA"),
    "meilong": N_("Meilong: a town's enterprises"),
    "rizhao": N_("Rizhao: enterprises"),
    "modern_enterprise": N_("Modern enterprises: a share with coefficients"),
    "jincheng": N_("Jincheng: enterprises"),
    "qingyuan": N_("Qingyuan: enterprises"),
    "shanghai": N_("Shanghai: enterprises"),
    "group_standard": N_("A group standard for enterprises"),
    "park_rates": N_("Parks: rates and targets"),
    "jining": N_("Jining: enterprises"),
    "shandong": N_("Shandong: enterprises"),
    "chengdu": N_("Chengdu: enterprises"),
    "example": N_("An invented example to learn from"),
}


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """A delivered scheme in words."""

    slug: str
    name: str
    is_here: bool


def delivered_rows(known: Collection[str]) -> tuple[DeliveredRow, ...]:
    """Return the delivered schemes; `known` are the slugs that the project has."""
    return tuple(
        DeliveredRow(slug, str(gettext(NAMES.get(slug, slug))), slug in known)
        for slug in DELIVERED_SCHEMES
    )
