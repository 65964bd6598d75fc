"""Pages of app users: the phones of inspectors, their settings codes, areas and forms."""

from server.web.office.app_users import changes, codes, lists, one
from server.web.office.app_users.blueprint import blueprint

__all__ = ["blueprint", "changes", "codes", "lists", "one"]
