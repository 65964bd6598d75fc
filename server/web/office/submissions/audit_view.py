"""How a submission was filled in, as its page shows it: seconds on each question, what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from server.domain.client_audit import MOST_BYTES, AuditEvent, read_client_audit
from server.store.tables.submissions import SubmissionAttachment
from server.web.office.form_words import FormWords
from server.web.state import state

AUDIT_FILE = "audit.csv"
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class AuditView:
    """The log of one submission, as much of it as a page bears."""

    event_count: int
    times: tuple[tuple[str, Decimal], ...]
    """Label of a question, and its seconds."""
    events: tuple[AuditEvent, ...]
    """Those with a position or a changed answer."""
    is_cut: bool


def audit_view(words: FormWords, files: Iterable[SubmissionAttachment]) -> AuditView | None:
    """Return the log that came with a submission; None without one."""
    sha256 = next((one.blob_sha256 for one in files if one.name == AUDIT_FILE), None)
    if sha256 is None or not state().blobs.is_there(sha256):
        return None
    with state().blobs.open(sha256) as file:
        audit = read_client_audit(file.read(MOST_BYTES + 1))
    times = tuple((_label(words, node), seconds) for node, seconds in audit.seconds_by_node())
    told = tuple(one for one in audit.events if one.is_change or one.place)
    is_cut = audit.is_cut or max(len(times), len(told)) > _MOST_SHOWN
    return AuditView(len(audit.events), times[:_MOST_SHOWN], told[:_MOST_SHOWN], is_cut)


def _label(words: FormWords, node: str) -> str:
    """Return the label of `/data/group/question`, as Collect writes it; else its path."""
    path = "/" + node.lstrip("/").partition("/")[2]
    field = words.form.field(path)
    return words.label(field) if field is not None else node
