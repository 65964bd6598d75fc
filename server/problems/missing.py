"""Problems of what is not there, or not for this caller."""

from dataclasses import dataclass

from server.problems.problem import N_, Problem


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
class EditedSubmissionNotFound(Problem):
    """An edit of a submission that has not arrived."""

    code = "404.5"
    message = N_(
        "You tried to update an existing submission, but we can't find that submission to update "
        "(%(deprecated_id)s). Send the original first."
    )
    deprecated_id: str


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
