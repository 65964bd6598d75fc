"""Pages of the import of enterprises: upload, preview, confirmation; the sample."""

from server.web.office.imports import register
from server.web.office.imports.blueprint import blueprint

__all__ = ["blueprint", "register"]
