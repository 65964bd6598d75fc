"""What conditions may name of a subject: facts of the register, and of its kind and place."""

from collections.abc import Mapping

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
