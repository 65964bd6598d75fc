"""URL converters that decode a segment of the undecoded path exactly once."""

from urllib.parse import quote, unquote_to_bytes

from werkzeug.routing import BaseConverter, ValidationError

_MOST_CHARACTERS = 1000
MOST_KEY = 2**31 - 1


class SegmentConverter(BaseConverter):
    """A segment that may hold any text, `%2F` included: ids of forms, instances and files."""

    regex = r"[^/]+"
    part_isolating = True

    def to_python(self, value: str) -> str:
        """Return the text of the segment; what is no clean UTF-8 text matches nothing."""
        try:
            text = unquote_to_bytes(value).decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValidationError from error
        if "\0" in text or len(text) > _MOST_CHARACTERS:
            raise ValidationError
        return text

    def to_url(self, value: str) -> str:
        """Return the segment with everything escaped that is not unreserved."""
        return quote(str(value), safe="")


class PrimaryKeyConverter(BaseConverter):
    """A positive whole number of ASCII digits that fits a database key."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Return the number; one that no key can be (PostgreSQL: 32 bits) matches nothing."""
        if int(value) > MOST_KEY:
            raise ValidationError
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the digits."""
        return str(int(value))
