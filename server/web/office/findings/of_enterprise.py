"""The findings of one enterprise, as its page shows them: how many stand how, and the open ones."""

from flask import url_for
from sqlmodel import Session

from server.domain.findings import Standing
from server.domain.roles import Verb
from server.store.queries import findings
from server.store.queries.findings import FindingFilter, FindingPage, FindingRow
from server.web.auth import scope
from server.web.office.acting import may
from server.web.office.dates import today
from server.web.office.findings.lists import finding_lines
from server.web.office.findings.words import standing_word
from server.web.office.frame import Place

_MOST = 10


def enterprise_findings(session: Session, place: Place, enterprise_id: int) -> dict[str, object]:
    """Return what the page of an enterprise says of its findings; nothing to who may not see."""
    nothing: dict[str, object] = {"finding_tabs": (), "rows": (), "findings_url": ""}
    if not may(Verb.ENTITY_READ, place.project_id):
        return nothing
    reached = scope(Verb.ENTITY_READ, place.project_id)
    wanted = FindingFilter(enterprise_id=enterprise_id)
    counts = findings.count_findings(session, reached, wanted, today=today())
    if not sum(counts.values()):
        return nothing
    shown: list[FindingRow] = []
    for standing in (Standing.OVERDUE, Standing.OPEN):
        some = FindingFilter(enterprise_id=enterprise_id, standing=standing)
        page = FindingPage(limit=_MOST)
        shown += findings.list_findings(session, reached, some, page, today=today())
    return {
        "rows": finding_lines(session, place, shown[:_MOST]),
        "findings_url": _url(place, enterprise_id, None),
        "finding_tabs": [
            {
                "label": standing_word(one).text,
                "count": counts[one],
                "url": _url(place, enterprise_id, one),
            }
            for one in Standing
        ],
    }


def _url(place: Place, enterprise_id: int, standing: Standing | None) -> str:
    return url_for(
        "office_findings.list_findings",
        project_id=place.project_id,
        enterprise=enterprise_id,
        standing=None if standing is None else standing.value,
    )
