"""Pages of areas and parks: the tree, one area, and their import."""

from server.web.office.areas import imports, parks, tree, typed
from server.web.office.areas.blueprint import blueprint

__all__ = ["blueprint", "imports", "parks", "tree", "typed"]
