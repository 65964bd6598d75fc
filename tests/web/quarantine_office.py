"""Somebody of the office at the quarantine, over REST."""

from werkzeug.test import TestResponse

from tests.people import Person
from tests.web.openrosa_phone import Phone


class Office:
    """Somebody of the office who looks at the quarantine."""

    def __init__(self, phone: Phone, person: Person | None = None) -> None:
        self._phone = phone
        self._headers = (person or phone.people.county_office).headers
        self._base = f"/v1/projects/{phone.people.places.project_id}/quarantine"

    def waiting(self, *, settled: bool = False) -> list[dict[str, object]]:
        """Return what waits, or what was decided about."""
        address = self._base + ("?settled=true" if settled else "")
        answer = self._phone.app.test_client().get(address, headers=self._headers)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, object]] = answer.get_json()
        return found

    def get(self, *parts: str) -> TestResponse:
        """Ask for something of the only payload that waits."""
        return self._send("get", self._first(), *parts)

    def accept(self, taken_as: str | None = None) -> TestResponse:
        """Take the only payload that waits."""
        return self._send("post", self._first(), "accept", json={"as": taken_as})

    def discard(self, reason: str) -> TestResponse:
        """Discard the only payload that waits."""
        return self._send("post", self._first(), "discard", json={"reason": reason})

    def again(self, payload_id: int, verb: str, body: dict[str, object]) -> TestResponse:
        """Decide about a payload that may have been decided about."""
        return self._send("post", str(payload_id), verb, json=body)

    def _first(self) -> str:
        (one,) = self.waiting()
        return str(one["id"])

    def _send(self, method: str, *parts: str, json: object = None) -> TestResponse:
        client = self._phone.app.test_client()
        address = "/".join((self._base, *parts))
        return client.open(
            address, method=method.upper(), json=json, headers=self._headers, buffered=True
        )
