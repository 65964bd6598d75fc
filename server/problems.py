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


# --- Requests -------------------------------------------------------------------------------------


@dataclass(eq=False)
class UnreadableBody(Problem):
    """The body could not be parsed."""

    code = "400.1"
    message = N_("The body of the request could not be read as %(format)s: %(reason)s.")
    format: str
    reason: str


@dataclass(eq=False)
class MissingParameter(Problem):
    """A required parameter is missing."""

    code = "400.2"
    message = N_("Required parameter %(field)s missing.")
    field: str


@dataclass(eq=False)
class MissingParameters(Problem):
    """Required parameters are missing."""

    code = "400.3"
    message = N_("Required parameters missing. Expected %(expected)s, got %(got)s.")
    expected: list[str]
    got: list[str]


@dataclass(eq=False)
class MissingHeader(Problem):
    """A required header is missing or has a wrong value."""

    code = "400.6"
    message = N_("The header %(field)s is missing or wrong.")
    field: str


@dataclass(eq=False)
class MissingMultipartField(Problem):
    """A required multipart field is missing."""

    code = "400.7"
    message = N_("Required multipart POST field %(field)s missing.")
    field: str


@dataclass(eq=False)
class UnexpectedValue(Problem):
    """A value is not one of those allowed."""

    code = "400.8"
    message = N_("Unexpected %(field)s value %(value)s; %(reason)s.")
    field: str
    value: str
    reason: str


@dataclass(eq=False)
class WrongType(Problem):
    """A value has the wrong type."""

    code = "400.11"
    message = N_("Invalid input data type: expected %(expected)s in %(field)s.")
    field: str
    expected: str


@dataclass(eq=False)
class InvalidForm(Problem):
    """A workbook or XForm has errors; each names sheet, row, column and what to do."""

    code = "400.15"
    message = N_("The form has errors: %(error)s")
    error: str
    problems: list[dict[str, object]]
    warnings: list[str]


@dataclass(eq=False)
class FormHasWarnings(Problem):
    """A workbook has warnings that nobody asked to ignore."""

    code = "400.16"
    message = N_("The form is valid, but there are warnings. Accept them to go on.")
    warnings: dict[str, object]


@dataclass(eq=False)
class WeakPassword(Problem):
    """A password is too short or too long."""

    code = "400.21"
    message = N_("A password has %(least)s to %(most)s characters.")
    least: int
    most: int


@dataclass(eq=False)
class UnreadableMultipart(Problem):
    """A multipart body is broken, truncated, or has no boundary."""

    code = "400.39"
    message = N_(
        "The upload arrived broken (%(reason)s). Nothing was stored; please send it again."
    )
    reason: str


@dataclass(eq=False)
class UnreadableSubmission(Problem):
    """The XML of a submission can't be accepted."""

    code = "400.51"
    message = N_("The XML of the submission can't be read: %(reason)s.")
    reason: str


@dataclass(eq=False)
class UnreadableSpreadsheet(Problem):
    """A spreadsheet can't be read as a whole."""

    code = "400.52"
    message = N_("The spreadsheet can't be read: %(reason)s")
    reason: str


@dataclass(eq=False)
class BodyTooLarge(Problem):
    """The body is larger than allowed."""

    code = "413.1"
    message = N_("The request is larger than the %(most)s allowed.")
    most: str


@dataclass(eq=False)
class AddressTooLong(Problem):
    """The address of the request is longer than 64 kB."""

    code = "414.1"
    message = N_("The address of the request is too long.")


@dataclass(eq=False)
class EncodedBody(Problem):
    """The body is compressed or encoded otherwise."""

    code = "415.1"
    message = N_("Content-Encoding %(encoding)s is not accepted; send the body as it is.")
    encoding: str


@dataclass(eq=False)
class MethodNotAllowed(Problem):
    """This address does not take this method."""

    code = "405.1"
    message = N_("This address does not accept the method %(method)s.")
    method: str


# --- Who may --------------------------------------------------------------------------------------


@dataclass(eq=False)
class NotAuthenticated(Problem):
    """No or wrong credentials."""

    code = "401.2"
    message = N_("Could not authenticate with the provided credentials.")


@dataclass(eq=False)
class BasicNeedsHttps(Problem):
    """Basic credentials came without https."""

    code = "401.3"
    message = N_("Basic authentication is only accepted over https.")


@dataclass(eq=False)
class NotAllowed(Problem):
    """The actor has no right to do this."""

    code = "403.1"
    message = N_("The authentication you provided does not have rights to perform that action.")


@dataclass(eq=False)
class ForeignOrigin(Problem):
    """A write came from another site."""

    code = "403.2"
    message = N_("This request came from another site and was refused. Please reload the page.")


@dataclass(eq=False)
class TooManyAttempts(Problem):
    """Too many attempts; try again later."""

    code = "429.1"
    message = N_("Too many attempts. Please try again in %(seconds)s seconds.")
    seconds: int

    @property
    def retry_after(self) -> int | None:
        """After how many seconds to try again."""
        return self.seconds


# --- Not there ------------------------------------------------------------------------------------


@dataclass(eq=False)
class NotFound(Problem):
    """What was asked for does not exist, or the caller may not know that it does."""

    code = "404.1"
    message = N_("Could not find the resource you were looking for.")


@dataclass(eq=False)
class MissingApiVersion(Problem):
    """An API address without /v1."""

    code = "404.2"
    message = N_("Expected an API version (eg /v1) at the start of the request URL.")


@dataclass(eq=False)
class UnknownApiVersion(Problem):
    """An API address of another version than v1."""

    code = "404.3"
    message = N_("Unknown API version %(got)s. This server supports %(expected)s.")
    got: str
    expected: list[str]


@dataclass(eq=False)
class FormVersionNotFound(Problem):
    """A submission names a version that was never published."""

    code = "404.6"
    message = N_("The form version specified in this submission '%(version)s' does not exist.")
    version: str


@dataclass(eq=False)
class PosterNotFound(Problem):
    """A poster code is unknown or mistyped."""

    code = "404.21"
    message = N_("There is no survey under this code. Please scan the poster again.")


@dataclass(eq=False)
class Gone(Problem):
    """What was asked for has ended."""

    code = "410.1"
    message = N_("This is no longer available.")


# --- Conflicts ------------------------------------------------------------------------------------


@dataclass(eq=False)
class SubmissionDiffers(Problem):
    """The instance ID is taken by a submission with other XML."""

    code = "409.1"
    message = N_(
        "A submission already exists with this ID, but with different XML. "
        "Do not delete it from the phone, and call your administrator."
    )
    instance_id: str


@dataclass(eq=False)
class FormClosed(Problem):
    """The form takes no submissions."""

    code = "409.2"
    message = N_(
        "This form is not currently accepting submissions. Please call your administrator."
    )


@dataclass(eq=False)
class AlreadyExists(Problem):
    """A value that must be unique is taken."""

    code = "409.3"
    message = N_("A resource already exists with %(fields)s value(s) of %(values)s.")
    fields: list[str]
    values: list[str]
    table: str


@dataclass(eq=False)
class FormVersionExists(Problem):
    """A form has a published version of this name."""

    code = "409.6"
    message = N_("Form %(form_id)s already has a published version %(version)s.")
    form_id: str
    version: str


@dataclass(eq=False)
class NoPublishedVersion(Problem):
    """The form has no published version."""

    code = "409.7"
    message = N_("This form has no published version yet.")


@dataclass(eq=False)
class SubmissionDeleted(Problem):
    """The submission was deleted in the office."""

    code = "409.18"
    message = N_("This submission has been deleted. You may not resubmit it.")


@dataclass(eq=False)
class EditsNotAccepted(Problem):
    """An edit of a sent submission, which this server keeps aside."""

    code = "409.45"
    message = N_(
        "Edits of sent submissions are not accepted yet. What you sent was kept aside for the "
        "office; the submission itself is unchanged."
    )
    deprecated_id: str


@dataclass(eq=False)
class ChangedMeanwhile(Problem):
    """Somebody else changed this in the meantime."""

    code = "409.41"
    message = N_("This was changed by somebody else meanwhile. Look at it again before you go on.")


@dataclass(eq=False)
class AnonymityIsFinal(Problem):
    """An anonymous form stays anonymous."""

    code = "409.42"
    message = N_("The form %(form_id)s is anonymous and stays so; use another form ID.")
    form_id: str


@dataclass(eq=False)
class LastAdministrator(Problem):
    """The last administrator can't be removed."""

    code = "409.43"
    message = N_("The last administrator can't be removed.")


@dataclass(eq=False)
class NotPossibleNow(Problem):
    """The state of the thing does not allow this."""

    code = "409.44"
    message = N_("This is not possible now: %(reason)s")
    reason: str


# --- The server -----------------------------------------------------------------------------------


@dataclass(eq=False)
class ServerBusy(Problem):
    """The server can't do this now; nothing was stored."""

    code = "503.1"
    message = N_("The server is busy. Nothing was stored; please try again in a moment.")


@dataclass(eq=False)
class StorageFailed(Problem):
    """The database or the disk refused to write; nothing was stored."""

    code = "503.2"
    message = N_("The server could not store this. Nothing was lost on your side; try again later.")


@dataclass(eq=False)
class UnexpectedFailure(Problem):
    """A fault of the server; the log has the details under the request id."""

    code = "500.1"
    message = N_("Something went wrong on the server. Its log tells more under the request id.")
