"""Site checks as pages of the office show them: sent, read, and looked at by somebody."""

import io
from dataclasses import dataclass

from flask import Flask
from PIL import Image

from server.domain.answers import Answers
from server.domain.received_submission import ReceivedFile
from server.operations.job_context import JobContext
from tests.people import Person
from tests.site_checks import Checks, check_xml, process, send_check
from tests.web.office_browser import browser

HOSTILE = '"><svg onload=1>'
ESCAPED = "&gt;&lt;svg onload=1&gt;"


@dataclass(frozen=True, slots=True)
class Sent:
    """A site check that the worker has read."""

    checks: Checks
    submission_id: int
    version_id: int

    @property
    def url(self) -> str:
        """Its page."""
        return f"/office/{self.checks.project_id}/submissions/{self.submission_id}"

    @property
    def files(self) -> str:
        """Where its files lie."""
        return f"{self.url}/versions/{self.version_id}"


def send(
    context: JobContext,
    checks: Checks,
    *,
    files: dict[str, bytes] | None = None,
    name: str = "First works",
    summary: str = "All in order.",
    enterprise: Answers | None = None,
) -> Sent:
    """Store and read a check: of the first enterprise, unless `enterprise` says otherwise."""
    answers: Answers = {
        "today": "2026-11-20",
        "enterprise": enterprise or {"find_by": "list", "chosen": checks.uuids[0]},
        "facts": {"enterprise_name": name, "headcount": "38"},
        "labour_contracts": {"roster": "yes", "roster_photo": next(iter(files or {}), None)},
        "sample_size": {"contracts_drawn": "2"},
        "contract": [
            {"contract_number": "1", "signed": "yes"},
            {"contract_number": "2", "signed": "no"},
        ],
        "sample_result": {"signing_rate": "50"},
        "conclusion": {"summary": summary, "place": "28.123456 118.654321 40.0 5.0"},
    }
    received = tuple(stored_file(context, *one) for one in (files or {}).items())
    version_id = send_check(context.store, checks, check_xml(checks, answers), files=received)
    submission = process(context, version_id)
    assert submission.id is not None
    return Sent(checks, submission.id, version_id)


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind)
    return stream.getvalue()


def page(app: Flask, person: Person, url: str, *, language: str = "en") -> str:
    """Return a page that a person opens."""
    response = browser(app, person, language=language).get(url)
    assert response.status_code == 200, response.text
    return response.text


def status(app: Flask, person: Person, url: str) -> int:
    """Return how the server answers a person."""
    return browser(app, person).get(url).status_code


def stored_file(context: JobContext, name: str, data: bytes) -> ReceivedFile:
    ref = context.blobs.put(data)
    return ReceivedFile(name, "image/jpeg", ref.sha256, ref.md5, ref.size)
