"""Files that a row asks for: their names in both languages, pair by pair."""

from itertools import zip_longest

from server.domain.schemes.exact.values import Text


def files_asked(text: Text) -> tuple[Text, ...]:
    """Return the names of files that a row asks for, parted by semicolons in each language."""
    chinese, english = files_named(text.zh), files_named(text.en)
    return tuple(Text(zh, en) for zh, en in zip_longest(chinese, english, fillvalue=""))


def files_named(text: str) -> tuple[str, ...]:
    """Return the names of files that a cell lists."""
    return tuple(one.strip() for one in text.replace("；", ";").split(";") if one.strip())
