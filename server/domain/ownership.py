"""Ownership types (经济类型) of enterprises, as registers and statistics name them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ownership:
    """An ownership type; `is_company` tells whether it has a company's organs."""

    code: str
    zh: str
    en: str
    is_company: bool


OWNERSHIP_TYPES = (
    Ownership("state", "国有企业", "State-owned", is_company=False),
    Ownership("collective", "集体企业", "Collective", is_company=False),
    Ownership("share_cooperative", "股份合作企业", "Share cooperative", is_company=False),
    Ownership("joint", "联营企业", "Jointly operated", is_company=False),
    Ownership("limited", "有限责任公司", "Limited liability company", is_company=True),
    Ownership("share_limited", "股份有限公司", "Company limited by shares", is_company=True),
    Ownership("private", "私营企业", "Private", is_company=False),
    Ownership("hmt", "港澳台商投资企业", "Hong Kong, Macao or Taiwan invested", is_company=True),
    Ownership("foreign", "外商投资企业", "Foreign invested", is_company=True),
    Ownership("individual", "个体工商户", "Individual business", is_company=False),
    Ownership("other", "其他", "Other", is_company=False),
)

_SUFFIXES = ("企业", "公司")
_OTHER_NAMES: Mapping[str, str] = {
    "国有": "state",
    "国企": "state",
    "全民所有制": "state",
    "集体": "collective",
    "集体所有制": "collective",
    "股份合作": "share_cooperative",
    "股份合作制": "share_cooperative",
    "联营": "joint",
    "有限责任": "limited",
    "有限": "limited",
    "国有独资": "limited",
    "股份有限": "share_limited",
    "股份": "share_limited",
    "私营": "private",
    "民营": "private",
    "港澳台": "hmt",
    "港澳台商投资": "hmt",
    "港澳台投资": "hmt",
    "外商投资": "foreign",
    "外资": "foreign",
    "外商": "foreign",
    "个体": "individual",
    "个体户": "individual",
    "其它": "other",
}


def parse_ownership(text: str) -> str | None:
    """Return the code of the ownership type named in the text, in either language, else None."""
    wanted = "".join(text.split()).lower()
    for one in OWNERSHIP_TYPES:
        if wanted in {one.code, one.zh, "".join(one.en.split()).lower()}:
            return one.code
    for suffix in ("", *_SUFFIXES):
        code = _OTHER_NAMES.get(wanted.removesuffix(suffix))
        if code is not None:
            return code
    return None


def ownership_of(code: str) -> Ownership | None:
    """Return the ownership type with this code."""
    return next((one for one in OWNERSHIP_TYPES if one.code == code), None)
