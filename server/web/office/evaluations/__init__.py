"""Pages of evaluations: what-if, the campaign's evaluation, one enterprise's score table."""

from server.web.office.evaluations import comparing, lists, one, ranking, targets, versions, what_if
from server.web.office.evaluations.blueprint import blueprint

__all__ = ["blueprint", "comparing", "lists", "one", "ranking", "targets", "versions", "what_if"]
