"""Notes that show as soon as a choice calls for them, in browsers that can: style, no script.

A note whose relevance is "one of these choices" (`/data/a = '1' or /data/a = '2'`) stands in the
page from the start, hidden, and a rule with `:has()` shows it. Older browsers, and notes of any
other relevance, have it on the next page. Only plain names go into the style.
"""

import re

from server.domain.page_form import PageItem, PageKind, page_items
from xlsforms.compiled_form import CompiledForm

_NAME = r"[A-Za-z_][\w.-]*"
_CONDITION = re.compile(
    rf"\s*/{_NAME}(?P<path>(?:/{_NAME})+)\s*=\s*['\"](?P<value>[\w.-]+)['\"]\s*", re.ASCII
)


def notes_called_for(form: CompiledForm) -> dict[str, tuple[str, ...]]:
    """Return the path of each such note, and the selectors of choices that call for it."""
    with_choices = {item.field.path for item in page_items(form) if item.field.choices}
    notes = [item for item in page_items(form) if item.kind is PageKind.NOTE]
    found = {item.field.path: _conditions(item) for item in notes}
    return {
        path: tuple(f'[name="{asked}"][value="{value}"]:checked' for asked, value in conditions)
        for path, conditions in found.items()
        if conditions and all(asked in with_choices for asked, _ in conditions)
    }


def _conditions(item: PageItem) -> tuple[tuple[str, str], ...]:
    parts = re.split(r"\bor\b", item.field.relevant or "")
    matches = [match for part in parts if (match := _CONDITION.fullmatch(part))]
    if len(matches) < len(parts):
        return ()
    return tuple((match["path"], match["value"]) for match in matches)
