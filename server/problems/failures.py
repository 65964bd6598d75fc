"""Problems of the server itself; the caller can only try again."""

from dataclasses import dataclass

from server.problems.problem import N_, Problem


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
class FormFilesMissing(Problem):
    """Files of a form lie no longer on the disk; a list without the form would delete it."""

    code = "503.3"
    message = N_(
        "Files of the form %(form_id)s are missing on the server's disk. Phones keep "
        "what they have."
    )
    form_id: str


@dataclass(eq=False)
class UnexpectedFailure(Problem):
    """A fault of the server; the log has the details under the request id."""

    code = "500.1"
    message = N_("Something went wrong on the server. Its log tells more under the request id.")
