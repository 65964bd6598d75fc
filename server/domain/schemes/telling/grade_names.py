"""What the grades of a scheme are called, those that a veto gives instead as well."""

from server.domain.schemes.exact.values import Shown
from server.domain.schemes.kinds.veto_effect import EffectKind
from server.domain.schemes.reading.compiled import CompiledScheme


def grade_names(scheme: CompiledScheme) -> dict[str, Shown]:
    """Return code -> name of all that may stand as a grade; a code where nothing names it."""
    names: dict[str, Shown] = {
        row.columns.code: row.columns.name for one in scheme.grades for row in one.rows
    }
    for veto in scheme.vetoes:
        if veto.effect.kind is EffectKind.INSTEAD:
            names.setdefault(veto.effect.grade, veto.effect.called)
    return names
