"""Pages of department records and held titles: lists, imports, and their undoing."""

from server.web.office.records import batches, imports, lists
from server.web.office.records.blueprint import blueprint

__all__ = ["batches", "blueprint", "imports", "lists"]
