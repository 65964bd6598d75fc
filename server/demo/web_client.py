"""A small HTTP client on one kept-alive connection, as phones and browsers have it."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

_TIMEOUT_SECONDS = 60
_TRIES = 6
_FIRST_PAUSE_SECONDS = 0.25
_TRY_AGAIN = frozenset({429, 502, 503, 504})


class PostingFailed(Exception):
    """The server does not answer, or refuses what a phone or browser may send."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class WebClient:
    """Sends requests; a broken connection or a busy server is tried again, a refusal is not.

    So whatever is sent must be repeatable: a page of the survey counts once, and a submission with
    the same instance ID is stored once.
    """

    def __init__(self, base_url: str, headers: Mapping[str, str]) -> None:
        parts = urlsplit(base_url)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._connection = kind(parts.netloc, timeout=_TIMEOUT_SECONDS)
        self._prefix = parts.path.rstrip("/")
        self._headers = dict(headers)

    def post_refused(self, path: str, body: bytes, content_type: str) -> None:
        """Send what the server must not take; raises PostingFailed unless it answers 409."""
        answer = self._answered("POST", path, body, content_type)
        if answer.status != http.client.CONFLICT:
            raise PostingFailed(f"the server answered {answer.status} instead of 409")

    def get(self, path: str) -> Answer:
        """Return the answer to a GET; raises PostingFailed for an error."""
        return self._send("GET", path)

    def post(self, path: str, body: bytes, content_type: str) -> Answer:
        """Return the answer to a POST; raises PostingFailed for an error."""
        return self._send("POST", path, body, content_type)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _send(
        self, method: str, path: str, body: bytes | None = None, content_type: str = ""
    ) -> Answer:
        return _checked(self._answered(method, path, body, content_type))

    def _answered(self, method: str, path: str, body: bytes | None, content_type: str) -> Answer:
        for pause in (_FIRST_PAUSE_SECONDS * 2**number for number in range(_TRIES)):
            answer = self._try(method, path, body, content_type)
            if answer is not None and answer.status not in _TRY_AGAIN:
                return answer
            time.sleep(pause)
        raise PostingFailed("the server does not answer")

    def _try(self, method: str, path: str, body: bytes | None, content_type: str) -> Answer | None:
        headers = {**self._headers, **({"Content-Type": content_type} if content_type else {})}
        try:
            self._connection.request(method, self._prefix + path, body=body, headers=headers)
            response = self._connection.getresponse()
            return Answer(response.status, response.read())
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return None


def _checked(answer: Answer) -> Answer:
    if answer.status >= http.client.BAD_REQUEST:
        text = answer.body[:200].decode("utf-8", "replace")
        raise PostingFailed(f"the server answered {answer.status}: {text}")
    return answer
