"""Pages of campaigns: the list, one with its progress, the form, closing."""

from server.web.office.campaigns import lists, one, typed
from server.web.office.campaigns.blueprint import blueprint

__all__ = ["blueprint", "lists", "one", "typed"]
