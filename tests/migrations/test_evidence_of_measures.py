"""What was measured before evidence was kept of each measure is derived again after migrating."""

from sqlmodel import select

from server.domain.received_submission import ReceivedFile
from server.operations.job_context import JobContext
from server.store import migrate
from server.store.tables.jobs import OutboxRow
from server.store.tables.submissions import MeasureValue
from tests.evaluated import work
from tests.site_checks import USCC, Checks, send_check

ANSWERS = {
    "enterprise": {"uscc": USCC},
    "labour_contracts": {"roster": "yes", "roster_photo": "a.jpg", "contracts_all": "no"},
}


def files_of_measures(context: JobContext) -> dict[str, list[str]]:
    with context.store.reading() as session:
        return {one.measure: one.files for one in session.exec(select(MeasureValue))}


def test_files_of_measures_are_found_by_the_worker_after_migrating(
    context: JobContext, checks: Checks
) -> None:
    photo = ReceivedFile("a.jpg", "image/jpeg", "a" * 64, "a" * 32, 3)
    version_id = send_check(context.store, checks, ANSWERS, files=(photo,))
    send_check(context.store, checks, {"enterprise": {"uscc": USCC}})
    work(context)

    migrate.downgrade(context.store, "20261121_first_tables")
    migrate.upgrade(context.store)

    assert set(map(tuple, files_of_measures(context).values())) == {()}
    with context.store.reading() as session:
        waiting = session.exec(select(OutboxRow)).all()
        payloads = [one.payload for one in waiting if one.key == str(version_id)]
        assert payloads == [{"submission_version_id": version_id}]
    work(context)
    assert files_of_measures(context) == {
        "contracts.roster": ["a.jpg"],
        "contracts.all_signed": [],
        "link.uscc": [],
    }


def test_what_waits_already_when_migrating_is_not_added_twice(
    context: JobContext, checks: Checks
) -> None:
    photo = ReceivedFile("a.jpg", "image/jpeg", "a" * 64, "a" * 32, 3)
    version_id = send_check(context.store, checks, ANSWERS, files=(photo,))
    work(context)
    migrate.downgrade(context.store, "20261121_first_tables")
    migrate.upgrade(context.store)

    migrate.downgrade(context.store, "20261121_first_tables")
    migrate.upgrade(context.store)

    with context.store.reading() as session:
        (waiting,) = session.exec(select(OutboxRow)).all()
        assert waiting.key == str(version_id)
