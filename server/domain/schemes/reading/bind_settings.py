"""Settings of a scheme become typed, with what is wrong told at their own cells."""

from dataclasses import replace

from server.domain.schemes.described.settings import MOST_PLACES, SchemeSettings
from server.domain.schemes.exact import faults
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.domain.schemes.kinds.bind import Unbound, bind
from server.problems import N_
from xlsforms.scheme import SETTINGS, Scheme, SchemeRow

TOO_MANY_PLACES = FaultKind(
    N_("A total is not rounded to %(places)s places."), N_("Write a number from 0 to %(most)s.")
)


def settings_of(scheme: Scheme, found: list[Fault]) -> SchemeSettings:
    """Return the settings; faults are added to `found`.

    Where they cannot be read, the rest of the table is checked with those that hold anyway.
    """
    cells = {name: row["value"] for name, row in scheme.settings.items()}
    try:
        made = bind(SchemeSettings, SETTINGS, SchemeRow(cells, SETTINGS), frozenset())
    except Unbound as unbound:
        found += [_at_setting(scheme, one) for one in unbound.faults]
        return SchemeSettings("", "", "")
    if made.places > MOST_PLACES:
        details = {"places": str(made.places), "most": str(MOST_PLACES)}
        wrong = fault_at(TOO_MANY_PLACES, scheme.settings["places"], "value", **details)
        found.append(wrong)
        return replace(made, places=MOST_PLACES)
    return made


def _at_setting(scheme: Scheme, one: Fault) -> Fault:
    row = scheme.settings.get(one.column)
    number = row.number if row is not None else None
    details = {"setting": one.column, **one.details}
    if one.kind is faults.FOREIGN_PARAMETER:
        return Fault(faults.FOREIGN_SETTING, SETTINGS, number, "setting", details)
    kind = faults.NO_SETTING if one.kind is faults.MISSING else one.kind
    return Fault(kind, SETTINGS, number, "value", details)
