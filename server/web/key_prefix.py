"""WSGI middleware: take tokens off the address: from behind `/v1/key/` or `?st=`, `/v1/test/`.

The rest of the program never sees the token in a path, so that no log or error can hold it.
"""

from collections.abc import Iterable
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

TOKEN_KEY = "concord.app_user_token"  # noqa: S105 - the name of the place, not a token
DRAFT_KEY = "concord.draft_token"
_PREFIX = "/v1/key/"
_DRAFT_PREFIX = "/v1/test/"
NO_TOKEN = "-"  # noqa: S105 - what stands in addresses where a draft's token was


class KeyPrefix:
    """Moves the token from the address into the environment of the request."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Strip the prefix or the query parameter and go on."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(_PREFIX):
            token, _, rest = path.removeprefix(_PREFIX).partition("/")
            environ[TOKEN_KEY] = unquote(token)
            environ["PATH_INFO"] = "/v1/" + rest
        elif path.startswith(_DRAFT_PREFIX):
            token, _, rest = path.removeprefix(_DRAFT_PREFIX).partition("/")
            environ[DRAFT_KEY] = unquote(token)
            environ["PATH_INFO"] = f"{_DRAFT_PREFIX}{NO_TOKEN}/{rest}"
        else:
            _take_from_query(environ)
        _forget_address(environ)
        return self._application(environ, start_response)


def _take_from_query(environ: WSGIEnvironment) -> None:
    parts = environ.get("QUERY_STRING", "").split("&")
    tokens = [part for part in parts if part.startswith("st=")]
    if tokens:
        environ[TOKEN_KEY] = unquote(tokens[0].removeprefix("st="))
        environ["QUERY_STRING"] = "&".join(part for part in parts if not part.startswith("st="))


def _forget_address(environ: WSGIEnvironment) -> None:
    if TOKEN_KEY in environ or DRAFT_KEY in environ:
        for name in ("RAW_URI", "REQUEST_URI", "HTTP_REFERER"):
            environ.pop(name, None)
