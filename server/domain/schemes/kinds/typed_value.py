"""What somebody typed into a field becomes its value, or the fault that they are shown."""

import unicodedata
from decimal import Decimal

from server.domain.import_cells import CellFault, read_yes_no
from server.domain.import_table import ImportFault
from server.domain.schemes.exact.exact_text import exact_number
from server.domain.schemes.exact.values import Value, plain
from server.domain.schemes.kinds.rule_kind import FieldKind, InputField

_NOT_APPLICABLE = frozenset({"不适用", "n/a", "na", "not applicable"})


class Untaken(Exception):
    """A text that the field does not take."""

    def __init__(self, fault: ImportFault, **details: str) -> None:
        self.fault, self.details = fault, details
        super().__init__(fault.value)


def read_value(field: InputField, text: str) -> Value:
    """Return the value of a text that is not empty. Raises Untaken."""
    if field.kind is FieldKind.YES_NO:
        return _yes_no(text)
    if field.kind is FieldKind.CHOICE:
        return _choice(field, text)
    if field.kind is FieldKind.TEXT:
        return unicodedata.normalize("NFKC", text).strip()
    number = _number(text)
    low, high = field.minimum, field.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise Untaken(ImportFault.NOT_IN_RANGE, low=_edge(low), high=_edge(high))
    if not field.takes(number):
        step = field.step if field.step is not None else Decimal(1)
        raise Untaken(ImportFault.BETWEEN_STEPS, step=plain(step))
    return number


def is_not_applicable(text: str) -> bool:
    """Tell whether a cell says that the row does not apply."""
    return unicodedata.normalize("NFKC", text).strip().casefold() in _NOT_APPLICABLE


def value_text(value: Value) -> str:
    """Return a value as it is stored and as it stands in its field again."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value) if isinstance(value, Decimal) else value


def _yes_no(text: str) -> bool:
    try:
        return read_yes_no(text)
    except CellFault as problem:
        raise Untaken(problem.fault) from problem


def _choice(field: InputField, text: str) -> str:
    wanted = _folded(text)
    for name, label in field.choices:
        if wanted in {_folded(name), _folded(label.zh), _folded(label.en)}:
            return name
    shown = ", ".join(label.zh for _, label in field.choices)
    raise Untaken(ImportFault.NOT_A_CHOICE, choices=shown)


def _number(text: str) -> Decimal:
    narrow = unicodedata.normalize("NFKC", text).strip().rstrip("%").strip()
    try:
        return exact_number(narrow)
    except ValueError as problem:
        raise Untaken(ImportFault.NOT_A_NUMBER) from problem


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _edge(number: Decimal | None) -> str:
    return "…" if number is None else plain(number)
