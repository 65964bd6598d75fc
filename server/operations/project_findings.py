"""Keep the projection of findings: what their entities say now, typed, for lists and counts."""

from collections.abc import Sequence

from sqlmodel import Session

from server.domain.findings import FINDINGS, read_finding
from server.store.queries import entities, findings
from server.store.tables.entities import EntityList


def project_findings(session: Session, list_id: int, keys: Sequence[int]) -> None:
    """Write what entities of the list `findings` say now into its projection; others have none."""
    entity_list = session.get_one(EntityList, list_id)
    if entity_list.name != FINDINGS:
        return
    states = entities.list_states(session, keys)
    sources = findings.find_sources(session, keys)
    rows: list[dict[str, object]] = []
    for key in dict.fromkeys(keys):
        facts = read_finding(states[key].data)
        submission_id, version_id = sources.get(key, (None, None))
        rows.append(
            {
                "id": key,
                "project_id": entity_list.project_id,
                "submission_id": submission_id,
                "submission_version_id": version_id,
                "state": facts.state,
                "kind": facts.kind,
                "found_on": facts.found_on,
                "due_on": facts.due_on,
                "rectified_on": facts.rectified_on,
            }
        )
    findings.store_findings(session, rows)
