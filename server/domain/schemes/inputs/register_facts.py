"""What conditions may name of a subject: facts of the register, and of its kind and place."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from server.domain.schemes.exact.values import Value
from server.problems import N_

REGISTER_FACTS: Mapping[str, str] = {
    "kind": N_("Kind of subject, such as enterprise or park"),
    "headcount": N_("Number of employees"),
    "ownership": N_("Kind of ownership"),
    "industry": N_("Industry: the letter of its section"),
    "industry_code": N_("Industry: its code"),
    "area": N_("Area it lies in"),
    "province": N_("Province it lies in"),
    "city": N_("City it lies in"),
    "county": N_("County it lies in"),
    "township": N_("Township it lies in"),
    "village": N_("Village it lies in"),
    "park": N_("Park it lies in"),
    "has_union": N_("Whether there is a union"),
    "union_member_count": N_("Number of union members"),
    "has_party_organisation": N_("Whether there is a party organisation"),
    "party_member_count": N_("Number of party members"),
}
"""Name of a fact -> what it is: all that is gathered of a subject but its name."""

ENTERPRISE_FACTS = (
    "headcount",
    "union_member_count",
    "party_member_count",
    "industry",
    "ownership",
    "has_union",
    "has_party_organisation",
)
"""What the register knows of enterprises alone, by the names of its columns."""


def facts_behind(names: Collection[str]) -> tuple[str, ...]:
    """Return those of ENTERPRISE_FACTS that facts of some names are made of."""
    wanted = {"industry" if name == "industry_code" else name for name in names}
    return tuple(name for name in ENTERPRISE_FACTS if name in wanted)


def register_facts(
    kind: str, path: Iterable[tuple[str, str]], known: Mapping[str, object]
) -> dict[str, Value]:
    """Return facts by name as conditions compare them; what is not known is left out.

    `path` is (level, name) of the areas from the root down to the subject's own; `known` is by the
    names of the register.
    """
    facts: dict[str, Value] = {"kind": kind}
    for level, name in path:
        facts |= {level: name, "area": name}
    for name, value in known.items():
        if isinstance(value, bool | str):
            facts[name] = value
        elif isinstance(value, int):
            facts[name] = Decimal(value)
    code = facts.get("industry")
    if isinstance(code, str):
        # Tables speak of sections (C), the register may know more (C17).
        facts |= {"industry": code[:1], "industry_code": code}
    return facts
