"""Records of departments and titles held become observations.

That nothing is known of an enterprise is "none" only where its department has handed something in:
before the first import of a kind it is not known, and a gap.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from server.domain.schemes.described.observations import Observation, Source
from server.domain.schemes.exact.conditions import value_of
from server.domain.schemes.exact.values import Value
from server.domain.schemes.inputs.found import Found, Recorded
from server.domain.schemes.inputs.needs import TITLE, Needs, RecordNeed
from server.domain.schemes.kinds.held import is_valid
from server.domain.schemes.kinds.rule_kind import FieldKind

NO_RECORD = "record:"
"""Where it comes from that there is no record: from none in particular."""


def observed_records(found: Found, needs: Needs) -> Iterator[Observation]:
    """Yield one observation for each record of a kind that is asked for, or that there is none."""
    for need in needs.records:
        of_kind = [one for one in found.records if one.kind == need.kind]
        if need.column:
            yield from _column(of_kind, need)
            continue
        is_yes_no = needs.kinds[need.measure] is FieldKind.YES_NO
        for one in of_kind:
            yield _observed(one, need, value=True if is_yes_no else Decimal(1))
        handed_in = found.imported.record_kinds.get(need.kind)
        if not of_kind and handed_in is not None:
            none: Value = False if is_yes_no else Decimal(0)
            yield Observation(need.measure, none, Source.RECORD, origin=NO_RECORD)


def observed_titles(found: Found, needs: Needs, on: date) -> Iterator[Observation]:
    """Yield whether each title that is asked for is held on a day, as far as any were imported.

    One that ended, or that begins later, is none.
    """
    for code in needs.titles:
        held = [one for one in found.titles if one.code == code and is_valid(one, on)]
        for one in held:
            yield Observation(
                f"{TITLE}:{code}", value=True, source=Source.TITLE, on=one.since, origin=one.origin
            )
        if not held and code in found.imported.title_codes:
            yield Observation(f"{TITLE}:{code}", value=False, source=Source.TITLE, origin="title:")


def _column(of_kind: list[Recorded], need: RecordNeed) -> Iterator[Observation]:
    for one in of_kind:
        found = one.columns.get(need.column)
        if found is None or found == "":
            continue
        value = found if isinstance(found, bool) else value_of(str(found))
        yield _observed(one, need, value=value)


def _observed(one: Recorded, need: RecordNeed, *, value: Value) -> Observation:
    return Observation(
        measure=need.measure,
        value=value,
        source=Source.RECORD,
        on=one.on,
        origin=f"record:{one.record_id}",
        note=one.said,
    )
