"""What is wrong with a scheme, said as sheet, row, column, what it is and what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from server.problems import N_
from xlsforms.scheme import SchemeRow

_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One way in which a scheme can be wrong: two sentences marked for translation."""

    what: str
    advice: str
    is_warning: bool = False
    """A warning is shown, but does not stop publishing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing an author has to change, at its cell."""

    kind: FaultKind
    sheet: str = ""
    row: int | None = None
    column: str = ""
    details: dict[str, str] = field(default_factory=dict)


class SchemeFaults(Exception):
    """A scheme that cannot be used; `faults` is never empty."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.sheet}!{one.row} {one.column}" for one in self.faults))


def fault_at(fault: FaultKind, row: SchemeRow, column: str, /, **details: object) -> Fault:
    """Return a fault at a cell of a row."""
    facts = {name: _cut(str(value)) for name, value in details.items()}
    if column in row.places:
        return Fault(fault, row.sheet, row.places[column], "value", facts)
    return Fault(fault, row.sheet, row.number or None, column, facts)


def _cut(text: str) -> str:
    """Return a text that fits into a sentence: a cell may hold 32,767 characters."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def errors_of(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the faults that stop publishing."""
    return (one for one in faults if not one.kind.is_warning)


MISSING = FaultKind(N_("There is nothing here."), N_("Fill in the cell."))
MISSING_IN_LIST = FaultKind(
    N_("This entry of the list has no “%(column)s”."),
    N_("Add a row with its code, this parameter and its number to the sheet “parameters”."),
)
FOREIGN_SETTING = FaultKind(
    N_("There is no setting “%(setting)s”."),
    N_("Correct its name; the empty template has all settings."),
)
NO_SETTING = FaultKind(
    N_("The setting “%(setting)s” is missing."), N_("Add it to the sheet “settings”.")
)
NOT_A_NUMBER = FaultKind(N_("“%(text)s” is not a number."), N_("Write digits, such as 2.5."))
NOT_A_SHARE = FaultKind(
    N_("“%(text)s” is not a share."), N_("Write it like 2/3, 0.6 or 60 with a percent sign.")
)
NOT_WHOLE = FaultKind(N_("“%(text)s” is not a whole number."), N_("Write digits only."))
NEGATIVE = FaultKind(N_("%(number)s is below 0."), N_("Write 0 or more."))
NOT_YES_NO = FaultKind(N_("“%(text)s” is neither yes nor no."), N_("Write yes or no."))
NOT_ONE_OF = FaultKind(N_("“%(text)s” is not known here."), N_("Write one of: %(choices)s."))
FOREIGN_PARAMETER = FaultKind(
    N_("A rule of the kind %(kind)s has no parameter “%(column)s”."),
    N_("Empty the cell, or choose another kind. This kind takes: %(takes)s."),
)
NO_LIST = FaultKind(
    N_("A rule of the kind %(kind)s has a list of parameters, and none is there."),
    N_("Add rows with the code %(code)s to the sheet “parameters”."),
)
FOREIGN_LIST = FaultKind(
    N_("A rule of the kind %(kind)s has no list of parameters."),
    N_("Delete the rows with this code from the sheet “parameters”, or choose another kind."),
)
EMPTY_GROUP = FaultKind(
    N_("A row of the kind %(kind)s sums up the rows below it, and there are none."),
    N_("Name %(code)s in the column “parent” of rows, or choose another kind."),
)
BAD_CONDITION = FaultKind(
    N_("The condition “%(text)s” is not understood."),
    N_("Write it like headcount >= 50; several are separated by semicolons."),
)
