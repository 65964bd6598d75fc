"""Pages of points given by hand: who is missing, one sheet of a level, its files and workbook."""

from server.web.office.assessments import files, lists, one, save, workbook
from server.web.office.assessments.blueprint import blueprint

__all__ = ["blueprint", "files", "lists", "one", "save", "workbook"]
