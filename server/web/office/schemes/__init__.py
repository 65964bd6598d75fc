"""Pages of schemes: the list, one with its versions, the upload, what is done with them."""

from server.web.office.schemes import changes, downloads, lists, one, upload
from server.web.office.schemes.blueprint import blueprint

__all__ = ["blueprint", "changes", "downloads", "lists", "one", "upload"]
