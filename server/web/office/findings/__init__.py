"""Pages of findings: what site checks found, by when it is to be mended, and what became of it."""

from server.web.office.findings import changes, lists, one
from server.web.office.findings.blueprint import blueprint

__all__ = ["blueprint", "changes", "lists", "one"]
