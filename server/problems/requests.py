"""Problems of a request: what can't be read, is missing, wrong or too large."""

from dataclasses import dataclass, field

from server.problems.problem import N_, Problem


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
class InvalidScheme(Problem):
    """A scheme workbook has errors; each names sheet, row, column and what to do."""

    code = "400.55"
    message = N_("The scheme has errors: %(error)s")
    error: str
    problems: list[dict[str, object]]
    warnings: list[dict[str, object]]


@dataclass(eq=False)
class FormHasWarnings(Problem):
    """A workbook has warnings that nobody asked to ignore."""

    code = "400.16"
    message = N_("The form is valid, but there are warnings. Accept them to go on.")
    warnings: dict[str, object]


@dataclass(eq=False)
class SchemeHasWarnings(Problem):
    """A scheme's draft has warnings that nobody accepted; each names sheet, row and column."""

    code = "400.56"
    message = N_("The scheme can be used, but there are warnings. Accept them to go on.")
    warnings: list[dict[str, object]]


@dataclass(eq=False)
class DeprecatedIdExpected(Problem):
    """The XML of an edit does not say which version it edits."""

    code = "400.19"
    message = N_(
        "The XML of an edit must hold, in meta, a deprecatedID: the instance ID of the version "
        "that it edits, and a new instanceID."
    )


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
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(eq=False)
class InvalidFields(Problem):
    """Values of some fields can't be accepted; `faults` says of each field why."""

    code = "400.53"
    message = N_("These values can't be accepted: %(fields)s.")
    fields: list[str]
    faults: list[dict[str, str]]


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


@dataclass(eq=False)
class JsonTooLarge(Problem):
    """A JSON body is larger than allowed."""

    code = "400.36"
    message = N_("The JSON of the request is larger than the %(most)s allowed.")
    most: str


@dataclass(eq=False)
class FieldTypeConflict(Problem):
    """A field has another type than in the published version, so answers would not fit together."""

    code = "400.17"
    message = N_(
        "The field %(path)s is of type %(type)s in the published version; "
        "rename it or keep the type."
    )
    path: str
    type: str
