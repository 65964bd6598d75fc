"""Findings of the demonstration and their follow-ups, as the database holds them."""

from sqlmodel import Session, col, func, select

from server.domain.findings import FindingState
from server.store.tables.entities import EntityErrors, HeldEntities
from server.store.tables.findings import Finding
from server.store.tables.forms import Form
from server.store.tables.submissions import Submission
from xlsforms.delivered import FOLLOW_UP_FORM


def count_follow_ups(session: Session) -> int:
    """Return how many follow-ups are stored."""
    statement = (
        select(func.count())
        .select_from(Submission)
        .join(Form, col(Form.id) == col(Submission.form_pk))
        .where(Form.form_id == FOLLOW_UP_FORM)
    )
    return session.exec(statement).one()


def check_findings(session: Session) -> None:
    """Look whether findings stand in different ways, and nothing of them was refused."""
    made = session.exec(select(Finding)).all()
    assert {one.state for one in made} == set(FindingState)
    assert len(session.exec(select(EntityErrors)).all()) == 0
    assert len(session.exec(select(HeldEntities)).all()) == 0
