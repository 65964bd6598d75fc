"""Names of files inside an archive of ours: relative, one level of folders, all different."""

import re
import unicodedata

LONGEST_NAME = 80
"""Characters; three bytes each stay below the 255 bytes of common file systems."""

_LONGEST_ENDING = 10
_ROOM_FOR_NUMBER = 10
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"/\\|?*]')
_DEVICE_NAMES = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


class MemberNames:
    """Gives each file of one archive a name of its own, case apart."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def add(self, name: str, *, folder: str = "") -> str:
        """Return the name the file gets; `folder` is a constant of the caller such as "media"."""
        stem, ending = _split(clean_member_name(name))
        prefix = f"{folder}/" if folder else ""
        candidate, number = f"{prefix}{stem}{ending}", 1
        while candidate.casefold() in self._taken:
            number += 1
            candidate = f"{prefix}{stem[: LONGEST_NAME - _ROOM_FOR_NUMBER]}~{number}{ending}"
        self._taken.add(candidate.casefold())
        return candidate


def clean_member_name(name: str) -> str:
    """Return the name as it is safe to unpack anywhere; its ending survives shortening.

    Separators, control and bidirectional characters and what Windows refuses become `_`.
    """
    cleaned = _UNSAFE.sub("_", unicodedata.normalize("NFC", name))
    cleaned = "".join("_" if unicodedata.category(one) == "Cf" else one for one in cleaned)
    cleaned = cleaned.strip(" .") or "file"
    if _DEVICE_NAMES.fullmatch(cleaned):
        cleaned = f"_{cleaned}"
    stem, ending = _split(cleaned)
    return stem[: LONGEST_NAME - len(ending)].rstrip(" .") + ending


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name, ""
    return stem, dot + ending
