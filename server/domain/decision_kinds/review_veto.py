"""`review_veto`: a yes at the yearly review leaves one conclusion only: the title is withdrawn."""

from server.domain.decision_kinds.veto import Veto, rule_yes, veto_fields
from server.domain.schemes.kinds.decision_kind import VetoKind
from server.problems import N_

REVIEW_VETO = VetoKind(
    "review_veto",
    40,
    N_("At a yearly review any yes leads to withdrawal"),
    Veto,
    rule_yes,
    veto_fields,
    always="withdraw",
)
