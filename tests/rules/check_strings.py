"""The Chinese catalogue is complete: nothing new, empty, fuzzy or with another placeholder."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "server/locale/zh_CN/LC_MESSAGES/messages.po"
_PLACEHOLDER = re.compile(r"%\((\w+)\)")
_PLACEHOLDER_WHOLE = re.compile(r"%\(\w+\)[sd]")


def main() -> int:
    """Return 0 when every text of the code has its Chinese."""
    wrong = problems()
    for text in wrong:
        print(text)  # noqa: T201 - a command prints
    return 1 if wrong else 0


def problems() -> list[str]:
    """Return what is wrong with the catalogue, one line each."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    translated = {message.id: message for message in catalogue if message.id}
    return [
        line
        for message in texts_of_the_code()
        for line in (
            *_problems_of(message.id, translated.get(message.id)),
            *_percent_signs(message, translated.get(message.id)),
        )
    ]


def texts_of_the_code() -> list[Message]:
    """Return the texts that the code marks for translation, with the places they stand in."""
    with tempfile.NamedTemporaryFile(suffix=".pot") as file:
        subprocess.run(
            [
                str(Path(sys.executable).with_name("pybabel")),
                "-q",
                "extract",
                "-F",
                "server/locale/babel.cfg",
                "-k",
                "N_",
                "-o",
                file.name,
                ".",
            ],
            cwd=ROOT,
            check=True,
        )
        with Path(file.name).open("rb") as template:
            return [message for message in read_po(template) if message.id]


def _problems_of(message_id: object, message: Message | None) -> list[str]:
    if message is None:
        return [f"not in the catalogue: {message_id!r} (make strings)"]
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    if message.fuzzy or not all(texts):
        return [f"no Chinese for: {message_id!r}"]
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    allowed = {name for text in ids for name in _PLACEHOLDER.findall(text)}
    used = {name for text in texts for name in _PLACEHOLDER.findall(text)}
    return [] if used <= allowed else [f"another placeholder in: {message_id!r}"]


def _percent_signs(message: Message, translated: Message | None) -> list[str]:
    """Refuse a bare percent sign in a text of a template, where every text is formatted."""
    if not any(place.endswith(".html") for place, _ in message.locations):
        return []
    texts = [
        _PLACEHOLDER_WHOLE.sub("", text) for text in (*_texts(message.id), *_texts(translated))
    ]
    return [f"a bare % in: {text!r}" for text in texts if "%" in text.replace("%%", "")]


def _texts(source: object) -> tuple[str, ...]:
    found = source.string if isinstance(source, Message) else source
    if isinstance(found, (tuple, list)):
        return tuple(found)
    return (found,) if isinstance(found, str) else ()


if __name__ == "__main__":
    sys.exit(main())
