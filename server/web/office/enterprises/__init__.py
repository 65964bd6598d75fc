"""Pages of the register: the list of enterprises, one of them, and the form to write it."""

from server.web.office.enterprises import lists, one, typed
from server.web.office.enterprises.blueprint import blueprint

__all__ = ["blueprint", "lists", "one", "typed"]
