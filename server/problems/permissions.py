"""Problems of who may: no credentials, no right, too many attempts."""

from dataclasses import dataclass

from server.problems.problem import N_, Problem


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
