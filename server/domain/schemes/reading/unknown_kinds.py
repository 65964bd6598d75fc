"""Why a row has no kind: its name is unknown, or it sums up rows that are not there."""

from collections.abc import Collection, Iterator, Mapping

from server.domain.schemes.described.columns import IndicatorColumns
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, fault_at
from server.domain.schemes.kinds.decision_kind import all_group_kinds
from server.domain.schemes.kinds.rule_kind import all_rule_kinds
from xlsforms.scheme import SchemeRow


def unknown_kind(row: SchemeRow, text: str, kinds: Mapping[str, object]) -> Fault:
    """Return the fault of a name that is no kind."""
    return fault_at(faults.NOT_ONE_OF, row, "kind", text=text, choices=", ".join(kinds))


def no_rule(parents: Collection[str], one: IndicatorColumns, row: SchemeRow) -> Iterator[Fault]:
    """Yield why a row has no rule; a group whose rows are all faulty has none of its own.

    `parents` are the codes that rows name as the one above them.
    """
    if one.kind not in all_group_kinds():
        yield unknown_kind(row, one.kind, all_rule_kinds())
    elif one.code not in parents:
        yield fault_at(faults.EMPTY_GROUP, row, "kind", kind=one.kind, code=one.code)
