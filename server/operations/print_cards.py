"""Print the settings cards of many app users on sheets, as the result of a job."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from exports.pdf_file import render_card_sheets
from qr.poster import CardContent
from server import clock
from server.domain.access import Verb
from server.domain.phone_state import PhoneState
from server.keys import TokenBox
from server.operations.app_user_settings import (
    CodePlan,
    PhoneSettings,
    card_of,
    phone_settings,
    plan_codes,
)
from server.operations.create_app_user import with_tokens
from server.operations.device_password import passwords_for_cards
from server.operations.job_context import JobContext
from server.operations.request_job import JobRequest, request_job, scope_of_job
from server.operations.run_job import JobResult, RunningJob, run_job
from server.problems import N_, NotPossibleNow
from server.store.batches import batches
from server.store.queries import app_user_lists, audits
from server.store.queries.app_user_lists import PhoneFilter
from server.store.queries.audits import Actee, By
from server.store.queries.scope import Scope
from server.store.tables.jobs import Job

PRINT_CARDS = "print_cards"
_PDF, _ZIP = "application/pdf", "application/zip"
_MOST_OF_FILE = 800
"""Cards of one PDF: a hundred sheets, which a person can still carry and a child can still set."""
_REPORT_EVERY = 50
_MOST_NAME = 100


@dataclass(frozen=True, slots=True)
class CardLook:
    """What is on cards: codes that lock settings; passwords as well, made for phones without."""

    is_managed: bool = True
    has_passwords: bool = False


_PLAIN = CardLook()


def request_cards(
    session: Session,
    by: By,
    scope: Scope,
    wanted: PhoneFilter,
    *,
    title: str,
    look: CardLook = _PLAIN,
) -> Job:
    """Ask for a file of the cards of all app users that a filter leaves and that have a token.

    That tokens and passwords are printed is noted. Raises NotPossibleNow when there is none.
    """
    found = [one.app_user.id for one in app_user_lists.list_phones(session, scope, wanted)]
    count = app_user_lists.count_phones(session, scope, _working(found))
    if not count:
        raise NotPossibleNow(reason=N_("none of these app users has a code to print"))
    details = {"count": count} | ({"passwords": True} if look.has_passwords else {})
    actee = Actee("project", str(scope.project_id), scope.project_id)
    audits.note(session, by, "field_key.cards.print", actee, details=details)
    request = JobRequest(
        kind=PRINT_CARDS,
        title=title,
        scope=scope,
        verb=Verb.APP_USER_MANAGE,
        parameters={
            "appUserIds": found,
            "isManaged": look.is_managed,
            "passwords": look.has_passwords,
        },
    )
    return request_job(session, by, request)


def print_cards(context: JobContext, payload: Mapping[str, object]) -> None:
    """Make the PDF that a job asks for; a ZIP of several when one would be too thick."""
    run_job(context, payload, _print)


def _print(running: RunningJob) -> JobResult:
    phones = _load(running)
    if not phones:
        raise NotPossibleNow(reason=N_("none of these app users has a code to print"))
    name = running.job.title[:_MOST_NAME]
    files = _files(running, phones, name=name)
    if len(phones) <= _MOST_OF_FILE:
        return JobResult(next(files)[1], f"{name}.pdf", _PDF)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as members:
        for member, data in files:
            members.writestr(member, data)
    return JobResult(archive.getvalue(), f"{name}.zip", _ZIP)


def _load(running: RunningJob) -> list[PhoneSettings]:
    """Return what stands in the codes, in the order of areas and names: so cards are handed out."""
    context, job = running.context, running.job
    scope, tokens = scope_of_job(job), TokenBox(context.settings.secret_key)
    base_url = context.settings.base_url
    by = By(job.requested_by, clock.now())
    with context.store.writing() as session:
        codes = plan_codes(
            session, by, tokens, scope.project_id, is_managed=bool(job.parameters["isManaged"])
        )
        ids = _ids_of(job) if job.parameters.get("passwords") else []
        working = [
            one.app_user.id or 0
            for some in batches(ids)
            for one in app_user_lists.list_phones(session, scope, _working(some))
        ]
        devices = passwords_for_cards(session, by, tokens, working)
    with context.store.reading() as session:
        found = _settings(session, scope, tokens, codes, _ids_of(job), base_url)
    phones = [replace(phone, device=devices.get(pk)) for pk, phone in found]
    return sorted(phones, key=lambda one: (one.areas, one.app_user))


def _settings(
    session: Session,
    scope: Scope,
    tokens: TokenBox,
    codes: CodePlan,
    ids: Sequence[int],
    base_url: str,
) -> list[tuple[int, PhoneSettings]]:
    rows = [
        row
        for some in batches(ids)
        for row in app_user_lists.list_phones(session, scope, _working(some))
    ]
    return [
        (one.app_user.id or 0, phone_settings(session, one, codes, public_base_url=base_url))
        for one in with_tokens(session, tokens, rows)
        if one.token is not None
    ]


def _files(
    running: RunningJob, phones: Sequence[PhoneSettings], *, name: str
) -> Iterator[tuple[str, bytes]]:
    """Give the name and the PDF of each part; a card counts once its code is drawn."""
    drawn = 0
    for number, part in enumerate(batches(phones, _MOST_OF_FILE), start=1):
        cards: list[CardContent] = []
        for some in batches(part, _REPORT_EVERY):
            cards += [card_of(one) for one in some]
            running.report(drawn + len(cards), len(phones))
        drawn += len(cards)
        data = render_card_sheets(cards, title=running.job.title, made_at=running.job.created_at)
        yield f"{name} {number}.pdf", data


def _ids_of(job: Job) -> list[int]:
    found = job.parameters["appUserIds"]
    return [int(one) for one in found] if isinstance(found, list) else []


def _working(ids: Sequence[int]) -> PhoneFilter:
    return PhoneFilter(state=PhoneState.ACTIVE, ids=ids)
