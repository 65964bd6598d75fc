"""Pages of posters: the list, one poster, making, printing, pointing elsewhere, revoking."""

from server.web.office.posters import changes, lists, one, printing
from server.web.office.posters.blueprint import blueprint

__all__ = ["blueprint", "changes", "lists", "one", "printing"]
