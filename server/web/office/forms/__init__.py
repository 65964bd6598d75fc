"""Pages of forms: the list, the upload, one form with its draft and versions, its files."""

from server.web.office.forms import changes, delivered, downloads, draft_tests, lists, one, upload
from server.web.office.forms.blueprint import blueprint

__all__ = [
    "blueprint",
    "changes",
    "delivered",
    "downloads",
    "draft_tests",
    "lists",
    "one",
    "upload",
]
