"""Pages of the quarantine: what was refused from phones, and what becomes of it."""

from server.web.office.quarantine import decisions, files, lists, one
from server.web.office.quarantine.blueprint import blueprint

__all__ = ["blueprint", "decisions", "files", "lists", "one"]
