"""Things of a place to choose from in forms and filters."""

from server.web.office.frame import Place


def area_options(place: Place) -> list[dict[str, object]]:
    """Return the areas of a place to choose from, indented as the tree is."""
    return [
        {"value": area.id, "label": "\u3000" * depth + area.name} for area, depth in place.choices
    ]
