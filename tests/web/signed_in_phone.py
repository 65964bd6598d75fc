"""A phone in the tests that signs in with user name and password."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.test import TestResponse

from server import clock
from server.operations.change_app_user import revoke_app_user, rotate_token
from server.operations.device_password import DevicePassword, give_device_password
from server.store.queries.audits import By
from server.store.queries.scope import Scope
from tests.digest_client import DigestClient
from tests.web import openrosa_data as data
from tests.web.openrosa_phone import Phone

HTTPS = {"X-Forwarded-Proto": "https"}


@dataclass
class SignedInPhone:
    """The app user's phone without a token in its address."""

    phone: Phone
    device: DevicePassword
    client: DigestClient

    @property
    def base(self) -> str:
        """The address of the project."""
        return f"/v1/projects/{self.phone.people.places.project_id}"

    def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> TestResponse:
        """Ask for an address once, with exactly these headers."""
        client = self.phone.app.test_client()
        address = path if path.startswith("/v1") else self.base + path
        return client.open(
            address, method=method, headers=dict(headers or {}), data=body, buffered=True
        )

    def challenged(self) -> None:
        """Take a challenge, as the first request of a phone does."""
        answer = self.ask("/formList")
        assert answer.status_code == 401
        assert self.client.take(answer.headers.getlist("WWW-Authenticate"))

    def signed(self, path: str, method: str = "GET", /, **lies: str) -> TestResponse:
        """Ask with an answer to the last challenge."""
        header = self.client.answer(method, self.base + path, **lies)
        return self.ask(path, method, headers={"Authorization": header})

    def post(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> TestResponse:
        """Send a submission with an answer to the last challenge."""
        body, kind = data.multipart_body(xml, files)
        header = self.client.answer("POST", f"{self.base}/submission")
        headers = {"Authorization": header, "Content-Type": kind}
        return self.ask("/submission", "POST", headers=headers, body=body)

    def revoke(self) -> None:
        """Let the office end the app user."""
        with self.phone.state.store.writing() as session:
            revoke_app_user(session, *self._where(), self.phone.people.app_user.id)

    def rotate(self, grace: timedelta) -> None:
        """Let the office exchange the app user's code."""
        with self.phone.state.store.writing() as session:
            rotate_token(
                session,
                *self._where(),
                self.phone.state.tokens,
                app_user_id=self.phone.people.app_user.id,
                grace=grace,
            )

    def _where(self) -> tuple[By, Scope]:
        return By(None, clock.now()), Scope(self.phone.people.places.project_id)


def signed_in(phone: Phone) -> SignedInPhone:
    """Give the app user of a phone a password."""
    people = phone.people
    with phone.state.store.writing() as session:
        device = give_device_password(
            session,
            By(None, clock.now()),
            Scope(people.places.project_id),
            phone.state.tokens,
            app_user_id=people.app_user.id,
        )
    return SignedInPhone(phone, device, DigestClient(device.user_name, device.password))


def basic(user_name: str, password: str) -> dict[str, str]:
    """Return the headers of Basic over https."""
    pair = base64.b64encode(f"{user_name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}", **HTTPS}


def nonce_of(phone: Phone, at: datetime) -> str:
    """Return a nonce as the server would have made it at a moment."""
    return phone.state.nonces.make(at)


def schemes(answer: TestResponse) -> list[str]:
    """Return by which schemes an answer asks for credentials, in their order."""
    return [one.split(" ")[0] for one in answer.headers.getlist("WWW-Authenticate")]
