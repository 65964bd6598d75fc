"""Everything that can go wrong for a caller: one dataclass a failure, raised at any layer.

Fields are details a client may rely on. The class name gives the type URI, `code` is ODK Central's
number (its whole part is the HTTP status); web/errors.py writes them out in the caller's format.
"""

import re
from dataclasses import dataclass, fields
from typing import ClassVar


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a message for translation and return it unchanged."""
    return message


@dataclass(eq=False)
class Problem(Exception):
    """A failure that the caller is told about."""

    code: ClassVar[str] = "500.1"
    message: ClassVar[str] = N_("Something went wrong on the server.")

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(self.code.split(".", maxsplit=1)[0])

    @property
    def slug(self) -> str:
        """The name of this problem in URIs."""
        return self.slug_of_type()

    @classmethod
    def slug_of_type(cls) -> str:
        """Return the name of such problems in URIs: NotFound becomes not-found."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @property
    def details(self) -> dict[str, object]:
        """The facts of this failure, by field name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def retry_after(self) -> int | None:
        """After how many seconds to try again, where that is known."""
        return None

    def __str__(self) -> str:
        return f"{self.slug}: {self.details}"
