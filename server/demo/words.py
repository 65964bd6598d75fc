"""Sentences of the demonstration in the server's language, since a job has no reader."""

from pathlib import Path

from babel.support import Translations

import server
from server.settings import Settings

_CATALOGUES = Path(server.__file__).parent / "locale"


def told(settings: Settings, text: str, **facts: object) -> str:
    """Return a marked text in the default locale, with its facts."""
    catalogue = Translations.load(_CATALOGUES, [settings.default_locale])
    return str(catalogue.gettext(text)) % facts
