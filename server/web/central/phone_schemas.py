"""Bodies of phones in numbers: what came from one, cards to print, the admin password."""

from typing import Annotated

from pydantic import Field

from server.operations.admin_password import KnownPassword
from server.operations.phone_report import PhoneReport
from server.web.central.wire import AnswerBody, RequestBody, RowKey, Timestamp


class CardsBody(RequestBody):
    """Whose cards are to be printed: of some app users, or (none named) of all in the list."""

    app_user_ids: Annotated[list[RowKey], Field(max_length=10_000)] | None = None
    managed: bool = True
    passwords: bool = False


class AdminPasswordBody(RequestBody):
    """Another admin password; none given is a random one."""

    password: Annotated[str, Field(max_length=200)] = ""


class AdminPasswordAnswer(AnswerBody):
    """A password that phones are locked with, since when it is on new codes."""

    password: str
    since: Timestamp


class PhoneFormAnswer(AnswerBody):
    """A form that a phone is offered, and the version it fetched last (null: none)."""

    form_id: str
    version: str
    fetched_version: str | None
    fetched_at: Timestamp | None
    is_behind: bool


class ArrivedFormAnswer(AnswerBody):
    """What came of one form."""

    form_id: str
    count: int
    last_at: Timestamp


class MissingFilesAnswer(AnswerBody):
    """A submission whose files have not all come."""

    form_id: str
    instance_id: str
    received_at: Timestamp
    files: tuple[str, ...]


class PhoneReportAnswer(AnswerBody):
    """What is known of a phone; what was filled in and never sent nobody can know."""

    last_used: Timestamp | None
    forms: tuple[PhoneFormAnswer, ...]
    arrived: tuple[ArrivedFormAnswer, ...]
    arrived_count: int
    last_arrived_at: Timestamp | None
    missing: tuple[MissingFilesAnswer, ...]
    missing_count: int
    refused_count: int


def password_answer(one: KnownPassword) -> AdminPasswordAnswer:
    """Return a password as a body."""
    return AdminPasswordAnswer(password=one.password, since=one.since)


def report_answer(one: PhoneReport) -> PhoneReportAnswer:
    """Return what is known of a phone as a body."""
    return PhoneReportAnswer(
        last_used=one.phone.app_user.last_used_at,
        forms=tuple(
            PhoneFormAnswer(
                form_id=form.form_id,
                version=form.version,
                fetched_version=form.fetched_version,
                fetched_at=form.fetched_at,
                is_behind=form.is_behind,
            )
            for form in one.forms
        ),
        arrived=tuple(
            ArrivedFormAnswer(form_id=form.form_id, count=form.count, last_at=form.last_at)
            for form in one.arrived
        ),
        arrived_count=one.arrived_count,
        last_arrived_at=one.last_arrived_at,
        missing=tuple(
            MissingFilesAnswer(
                form_id=file.form_id,
                instance_id=file.instance_id,
                received_at=file.received_at,
                files=file.names,
            )
            for file in one.missing
        ),
        missing_count=one.missing_count,
        refused_count=one.refused.count,
    )
