"""What a scheme workbook tells its author: the columns of each sheet, their help, their choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GuideColumn:
    """A column, or a setting, with its help in both languages."""

    name: str
    help_zh: str
    help_en: str
    choices: tuple[str, ...] = ()
    is_open: bool = False
    """Other values than the choices may stand there, or several of them."""
    is_text: bool = False
    """Codes and the like: a spreadsheet program must not make numbers or dates of them."""
    width: int = 14
    is_common: bool = True
    """Always written; other columns only where a row uses them, or all are asked for."""


@dataclass(frozen=True, slots=True)
class GuideKind:
    """One line of the sheet that explains the kinds."""

    sheet: str
    name: str
    help_zh: str
    help_en: str
    columns: tuple[str, ...] = ()
    list_columns: tuple[str, ...] = ()
    """Parameters of the rows of its list, on the sheet "parameters"."""


@dataclass(frozen=True, slots=True)
class SchemeGuide:
    """The guide of a whole workbook."""

    columns: Mapping[str, tuple[GuideColumn, ...]] = field(default_factory=dict)
    """Sheet -> its columns, in order."""
    settings: tuple[GuideColumn, ...] = ()
    kinds: tuple[GuideKind, ...] = ()
