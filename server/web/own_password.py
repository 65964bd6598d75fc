"""Whether somebody who is signed in knows their own password, asked before it is changed."""

from server.operations.identify import identify_by_password
from server.web.auth import current_user
from server.web.requests import client_address
from server.web.state import state


def check_own_password(password: str) -> None:
    """Raise NotAuthenticated when it is wrong, TooManyAttempts when it was wrong too often.

    Guesses are counted as at the login.
    """
    here = state()
    identify_by_password(
        here.store,
        here.counters,
        email=current_user().email,
        password=password,
        address=client_address(here.settings.trusted_proxies),
    )
