"""Pages of entity lists: all of them, one list, one entity with its versions, what failed."""

from server.web.office.entities import changes, lists, one, refused
from server.web.office.entities.blueprint import blueprint

__all__ = ["blueprint", "changes", "lists", "one", "refused"]
