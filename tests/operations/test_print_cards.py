"""Sheets of settings cards: printed by a job, scanned, and told to nobody else."""

import io
import zipfile
from collections.abc import Mapping

import pypdfium2
import pytest
from sqlmodel import Session, col, select

from qr.collect_settings import read_settings_text
from server.device_passwords import user_name_of
from server.keys import TokenBox
from server.operations import print_cards as printing
from server.operations.admin_password import change_password, current_password, show_passwords
from server.operations.change_app_user import revoke_app_user
from server.operations.job_context import JobContext
from server.operations.print_cards import CardLook, print_cards, request_cards
from server.problems import NotPossibleNow, UnexpectedValue
from server.store.queries.app_user_lists import PhoneFilter
from server.store.queries.device_passwords import find_current
from server.store.queries.scope import Scope
from server.store.tables.audits import Audit
from server.store.tables.jobs import Job
from server.store.transaction import Store
from tests import factories
from tests.exports.printed import picture_of, scanned, text_on
from tests.people import People


@pytest.fixture
def box(context: JobContext) -> TokenBox:
    return TokenBox(context.settings.secret_key)


def _print(
    context: JobContext, people: People, *, is_managed: bool = True, has_passwords: bool = False
) -> Job:
    """Have the cards of all app users printed, and return the finished job."""
    with context.store.writing() as session:
        job = request_cards(
            session,
            factories.by(people.county_office.id),
            Scope(people.places.project_id),
            PhoneFilter(),
            title="临江县",
            look=CardLook(is_managed=is_managed, has_passwords=has_passwords),
        )
        job_id = job.id
    print_cards(context, {"job_id": job_id})
    with context.store.reading() as session:
        found = session.get(Job, job_id)
        assert found is not None
        return found


def _result(context: JobContext, job: Job) -> bytes:
    assert job.result_blob_sha256 is not None, job.message
    return context.blobs.read(job.result_blob_sha256)


def _settings_on(pdf: bytes) -> list[Mapping[str, Mapping[str, str | bool]]]:
    pages = range(0, len(pypdfium2.PdfDocument(pdf)), 2)
    return [
        read_settings_text(one) for page in pages for one in scanned(picture_of(pdf, 150, page))
    ]


def test_every_app_user_with_a_code_gets_a_managed_card(
    context: JobContext, people: People, box: TokenBox
) -> None:
    project_id = people.places.project_id
    with context.store.writing() as session:
        made = [
            factories.app_user(session, box, project_id, display_name=f"检查员{number}")
            for number in range(9)
        ]
        lost = factories.app_user(session, box, project_id, display_name="遗失")
        revoke_app_user(session, factories.by(), Scope(project_id), lost.app_user.id)

    job = _print(context, people)
    found = _settings_on(_result(context, job))
    with context.store.writing() as session:
        password = current_password(session, factories.by(), box, project_id)

    base = context.settings.base_url
    tokens = [one.token for one in made] + [people.app_user.token]
    assert {one["general"]["server_url"] for one in found} == {
        f"{base}/v1/key/{token}/projects/{project_id}" for token in tokens
    }
    assert {one["admin"]["admin_pw"] for one in found} == {password}
    assert {one["general"]["form_update_mode"] for one in found} == {"match_exactly"}
    assert {one["general"]["app_language"] for one in found} == {"zh"}
    assert {one["admin"]["change_server"] for one in found} == {False}
    assert (job.done_count, job.total_count) == (10, 10)
    assert job.result_name == "临江县.pdf"


def test_simple_cards_lock_nothing_and_tell_no_password(
    context: JobContext, people: People
) -> None:
    (found,) = _settings_on(_result(context, _print(context, people, is_managed=False)))

    assert found["admin"] == {}
    assert set(found["general"]) == {"server_url", "form_update_mode", "autosend"}


def test_user_name_and_password_stand_on_cards_only_where_they_are_asked_for(
    context: JobContext, people: People, box: TokenBox
) -> None:
    name = user_name_of(people.app_user.id)
    plain = text_on(_result(context, _print(context, people)), 1)

    asked = text_on(_result(context, _print(context, people, has_passwords=True)), 1)

    with context.store.reading() as session:
        kept = find_current(session, people.app_user.id)
        assert kept is not None
        password = box.open(kept.token_encrypted)
    assert name not in plain
    assert name in asked
    assert password in asked
    assert f"/v1/projects/{people.places.project_id}" in asked
    again = text_on(_result(context, _print(context, people, has_passwords=True)), 1)
    assert password in again


def test_a_thick_pile_is_printed_in_parts(
    context: JobContext, people: People, box: TokenBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_MOST_OF_FILE", 2)
    with context.store.writing() as session:
        for number in range(3):
            factories.app_user(
                session, box, people.places.project_id, display_name=f"检查员{number}"
            )

    job = _print(context, people)

    assert job.result_name == "临江县.zip"
    with zipfile.ZipFile(io.BytesIO(_result(context, job))) as archive:
        assert archive.namelist() == ["临江县 1.pdf", "临江县 2.pdf"]
        assert [len(_settings_on(archive.read(name))) for name in archive.namelist()] == [2, 2]


def test_printing_is_noted_and_needs_a_code(context: JobContext, people: People) -> None:
    _print(context, people)
    with context.store.writing() as session:
        noted = session.exec(select(Audit).where(Audit.action == "field_key.cards.print")).one()
        assert noted.details == {"count": 1}
        scope, by = Scope(people.places.project_id), factories.by()
        revoke_app_user(session, by, scope, people.app_user.id)

        with pytest.raises(NotPossibleNow):
            request_cards(session, by, scope, PhoneFilter(), title="x")


def test_the_admin_password_is_random_for_each_project_and_stays(
    store: Store, people: People, box: TokenBox
) -> None:
    with store.writing() as session:
        other = factories.project(session)
        first = _current(session, box, people.places.project_id)
        again = _current(session, box, people.places.project_id)
        foreign = _current(session, box, other)

    assert first == again
    assert foreign != first
    assert len(first) == 8


def test_a_changed_admin_password_counts_and_the_old_one_is_still_told(
    store: Store, people: People, box: TokenBox
) -> None:
    project_id, by = people.places.project_id, factories.by()
    with store.writing() as session:
        first = _current(session, box, project_id)
        change_password(session, by, box, project_id, password=" Open-2026 ")
        second = _current(session, box, project_id)
        change_password(session, by, box, project_id)
        shown = [one.password for one in show_passwords(session, by, box, project_id)]
        actions = session.exec(select(Audit.action).order_by(col(Audit.id))).all()

    assert second == "Open-2026"
    assert shown[1:] == ["Open-2026", first]
    assert shown[0] not in {first, second}
    assert actions[-3:] == [
        "project.admin_password.update",
        "project.admin_password.update",
        "project.admin_password.read",
    ]


@pytest.mark.parametrize("password", ["12345", "x" * 41, "with blank", "密码密码密码", "tab\tbed"])
def test_what_no_phone_can_type_is_no_password(
    store: Store, people: People, box: TokenBox, password: str
) -> None:
    with store.writing() as session, pytest.raises(UnexpectedValue):
        change_password(session, factories.by(), box, people.places.project_id, password=password)


def _current(session: Session, box: TokenBox, project_id: int) -> str:
    return current_password(session, factories.by(), box, project_id)
