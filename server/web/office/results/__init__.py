"""Pages of results: those of a campaign, those of one enterprise. They read releases alone."""

from server.web.office.results import lists, one
from server.web.office.results.blueprint import blueprint

__all__ = ["blueprint", "lists", "one"]
