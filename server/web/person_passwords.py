"""People who send their own password by Basic: as slow to guess as on the login page."""

from werkzeug.datastructures import Authorization

from server.operations.identify import identify_by_password
from server.problems import NotAuthenticated
from server.store.queries.identities import UserAccess
from server.web.requests import client_address
from server.web.state import state


def user_by_basic(credentials: Authorization | None) -> UserAccess:
    """Return the web user of an e-mail address and password.

    Raises NotAuthenticated, or TooManyAttempts after some wrong ones.
    """
    if credentials is None or not credentials.username or credentials.password is None:
        raise NotAuthenticated
    return identify_by_password(
        state().store,
        state().counters,
        email=credentials.username,
        password=credentials.password,
        address=client_address(state().settings.trusted_proxies),
    )
