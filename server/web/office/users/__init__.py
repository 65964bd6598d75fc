"""Pages of users: who has which role in a project, new users, passwords."""

from server.web.office.users import changes, lists, one, roles
from server.web.office.users.blueprint import blueprint

__all__ = ["blueprint", "changes", "lists", "one", "roles"]
