"""Texts in two languages that must go together: lists of files, as many in each language."""

from collections.abc import Iterator

from server.domain.schemes.described.files_asked import files_named
from server.domain.schemes.exact.faults import Fault, FaultKind, fault_at
from server.problems import N_
from xlsforms.scheme import INDICATORS, VETOES, Scheme

FILES_DIFFER = FaultKind(
    N_("%(english)s files are named in English, but %(chinese)s in Chinese."),
    N_("Name the same files in the same order, separated by semicolons, or empty the cell."),
)
_OF_FILES = ((INDICATORS, "evidence"), (VETOES, "proof"))


def check_texts(scheme: Scheme) -> Iterator[Fault]:
    """Yield lists of files of which nobody could tell which English name is which Chinese one."""
    for sheet, column in _OF_FILES:
        for row in scheme.rows_of(sheet):
            chinese = len(files_named(row[f"{column}_zh"]))
            english = len(files_named(row[f"{column}_en"]))
            if chinese and english and chinese != english:
                numbers = {"chinese": str(chinese), "english": str(english)}
                yield fault_at(FILES_DIFFER, row, f"{column}_en", **numbers)
