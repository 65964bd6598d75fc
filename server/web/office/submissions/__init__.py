"""Pages of submissions: the list and its map, one with its answers, its changes, its files."""

from server.web.office.submissions import bulk, changes, files, lists, maps, one, review
from server.web.office.submissions.blueprint import blueprint

__all__ = ["blueprint", "bulk", "changes", "files", "lists", "maps", "one", "review"]
