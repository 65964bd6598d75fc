"""Pages of submissions: the list, one submission with its answers, its files."""

from server.web.office.submissions import exclude, files, lists, one, review
from server.web.office.submissions.blueprint import blueprint

__all__ = ["blueprint", "exclude", "files", "lists", "one", "review"]
