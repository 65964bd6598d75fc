"""What may be typed into cells, as the options that xlsxwriter takes for a range of them."""

from exports.spreadsheet import Allowed

_LONGEST_LIST, _LONGEST_HINT = 255, 255
"""Characters of a list of choices, and of a message (Excel specifications and limits)."""


def validation(allowed: Allowed) -> dict[str, object]:
    """Return the options; choices that are too long for a list are only told in the hint."""
    options: dict[str, object] = {
        "ignore_blank": True,
        "error_type": "stop" if allowed.is_strict else "warning",
    }
    if allowed.hint:
        options["input_message"] = allowed.hint[:_LONGEST_HINT]
    if allowed.choices:
        fits = len(",".join(allowed.choices)) <= _LONGEST_LIST
        is_plain = not any("," in one for one in allowed.choices)
        if fits and is_plain:
            return {**options, "validate": "list", "source": list(allowed.choices)}
        return {**options, "validate": "any"}
    return {**options, **_range(allowed)}


def _range(allowed: Allowed) -> dict[str, object]:
    low, high = allowed.minimum, allowed.maximum
    if low is not None and high is not None:
        edges = {"minimum": f"{low:f}", "maximum": f"{high:f}"}
        return {"validate": "decimal", "criteria": "between", **edges}
    if low is not None:
        return {"validate": "decimal", "criteria": ">=", "value": f"{low:f}"}
    if high is not None:
        return {"validate": "decimal", "criteria": "<=", "value": f"{high:f}"}
    return {"validate": "any"}
