"""Site checks as Central's REST shows them: their addresses, and one to be looked at."""

from urllib.parse import quote

from server.domain.answers import Answers
from server.domain.received_submission import ReceivedFile
from server.operations.job_context import JobContext
from tests.site_checks import USCC, Checks, check_xml, process, send_check

ANSWERS: Answers = {
    "enterprise": {"uscc": USCC},
    "facts": {"headcount": "120"},
    "labour_contracts": {"roster": "yes", "roster_photo": "a.jpg"},
}


def at(checks: Checks, *parts: str, form_id: str = "site_check") -> str:
    """Return the address of submissions, or of one and what is below it."""
    path = f"/v1/projects/{checks.project_id}/forms/{form_id}/submissions"
    return "/".join([path, *(quote(part, safe="") for part in parts)])


def send(
    context: JobContext,
    checks: Checks,
    instance_id: str,
    answers: Answers = ANSWERS,
    files: tuple[ReceivedFile, ...] = (),
) -> bytes:
    """Store and process a submission; return its XML."""
    xml = check_xml(checks, answers, instance_id=instance_id)
    process(context, send_check(context.store, checks, xml, files=files))
    return xml
