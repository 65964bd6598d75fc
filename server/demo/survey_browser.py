"""A worker's browser without script: opens the page of a poster, ticks answers, sends them."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from urllib.parse import urlencode

from server.demo.web_client import PostingFailed, WebClient

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_ASKED = re.compile(r'<(?:input type="(?:radio|checkbox)"|textarea)[^>]* name="([^"]+)"')
_BROWSERS = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
)


class SurveyBrowser:
    """Answers surveys on one connection; every page is opened anew, as by another worker."""

    def __init__(self, base_url: str, number: int) -> None:
        self._client = WebClient(
            base_url,
            {
                "User-Agent": _BROWSERS[number % len(_BROWSERS)],
                "Accept": "text/html",
                "Accept-Language": "zh-CN,zh;q=0.9",
            },
        )

    def answer(self, code: str, answers: Mapping[str, Sequence[str]]) -> None:
        """Open the page of a poster and send answers, by the last part of the questions' names.

        Raises PostingFailed when the server does not thank for them.
        """
        path = f"/q/{code}"
        page = self._client.get(path).body.decode()
        hidden = [(name, unescape(value)) for name, value in _HIDDEN.findall(page)]
        names = {name.rpartition("/")[2]: name for name in map(unescape, _ASKED.findall(page))}
        ticked = [(names[name], one) for name, chosen in answers.items() for one in chosen]
        body = urlencode([*ticked, *hidden, ("send", "1")]).encode()
        sent = self._client.post(path, body, "application/x-www-form-urlencoded")
        if b'name="start"' in sent.body:
            raise PostingFailed("the survey page came back instead of thanks")

    def close(self) -> None:
        """Close the connection."""
        self._client.close()
