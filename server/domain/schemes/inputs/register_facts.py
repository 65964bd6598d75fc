"""What conditions may name of a subject: facts of the register, and of its kind and place."""

from collections.abc import Mapping

from server.problems import N_

REGISTER_FACTS: Mapping[str, str] = {
    "kind": N_("Kind of subject, such as enterprise or park"),
    "headcount": N_("Number of employees"),
    "ownership": N_("Kind of ownership"),
    "industry": N_("Industry: the letter of its section, or its code"),
    "area": N_("Area it lies in"),
    "township": N_("Township it lies in"),
    "park": N_("Park it lies in"),
    "has_union": N_("Whether there is a union"),
    "union_member_count": N_("Number of union members"),
    "has_party_organisation": N_("Whether there is a party organisation"),
    "party_member_count": N_("Number of party members"),
    "full_party_members": N_("Number of full party members"),
    "years": N_("Years since it was founded"),
}
"""Name of a fact -> what it is."""
