"""Names of what is imported, in the language of the reader."""

from flask_babel import gettext

from server.domain.schemes.exact.values import Text
from server.i18n import reader_locale
from server.operations.import_records import TITLES


def local(text: Text) -> str:
    """Return a name of a scheme in the language of the reader."""
    return text.in_language(reader_locale())


def what_word(what: str) -> str:
    """Return what the list of this name holds."""
    return str(gettext("Held titles") if what == TITLES else gettext("Department records"))
