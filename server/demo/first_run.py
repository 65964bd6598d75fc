"""The first run of a server: a project, five accounts, and the job that fills the demonstration.

It takes less than a second; the worker does the rest while the server already answers.
"""

from collections.abc import Sequence

from sqlmodel import Session

from server import clock
from server.demo.accounts import (
    SEATS,
    DemoAccount,
    DemoSeat,
    read_accounts,
    read_or_make_accounts,
)
from server.demo.county import make_areas
from server.demo.demo_job import FILL_DEMO, begin_again, keep_going, request_fill
from server.demo.names import COUNTY, TOWNSHIPS
from server.demo.size import DemoSize
from server.domain.access import Grant
from server.operations.assign_role import assign_role
from server.operations.create_project import create_project
from server.operations.create_user import create_user, new_password_hash
from server.settings import Settings
from server.store.queries import jobs, projects
from server.store.queries.audits import By
from server.store.row_key import stored
from server.store.transaction import Store

_PROJECT = f"{COUNTY}人力资源和社会保障局"
_DESCRIPTION = "演示项目：所有企业、数据和图片均为虚构。"
_WHOLE = DemoSize()


def prepare_first_run(store: Store, settings: Settings) -> tuple[DemoAccount, ...]:
    """Return the demonstration's accounts, made with the project when the database has none.

    Without DEMO nothing is made and nothing returned. A demonstration whose worker was killed goes
    on.
    """
    if not settings.demo:
        return ()
    with store.reading() as session:
        is_empty = not projects.list_projects(session)
        job = jobs.find_newest(session, FILL_DEMO)
    if is_empty and job is None:
        return _make(store, settings, _WHOLE)
    if job is not None:
        with store.writing() as session:
            keep_going(session, job)
    return read_accounts(settings.keys_dir)


def request_demo(store: Store, settings: Settings, size: DemoSize = _WHOLE) -> bool:
    """Have the demonstration made; False: it is there, or on its way already.

    One that failed goes on where it was.
    """
    with store.reading() as session:
        job = jobs.find_newest(session, FILL_DEMO)
    if job is None:
        _make(store, settings, size)
        return True
    with store.writing() as session:
        if job.state != jobs.FAILED:
            keep_going(session, job)
            return False
        begin_again(session, job)
    return True


def _make(store: Store, settings: Settings, size: DemoSize) -> tuple[DemoAccount, ...]:
    accounts = read_or_make_accounts(settings.keys_dir)
    hashes = [new_password_hash(account.password) for account in accounts]
    with store.writing() as session:
        by = By(None, clock.now())
        project = create_project(session, by, name=_PROJECT, description=_DESCRIPTION)
        project_id = stored(project.id)
        places = make_areas(session, by, project_id)
        township_id = places[f"{COUNTY}/{next(iter(TOWNSHIPS))}"]
        _make_users(session, by, project_id, township_id, hashes)
        request_fill(session, project_id, size, settings, by.at)
    return accounts


def _make_users(
    session: Session, by: By, project_id: int, township_id: int, hashes: Sequence[str]
) -> None:
    for seat, password_hash in zip(SEATS, hashes, strict=True):
        user_id = create_user(
            session,
            by,
            email=seat.email,
            password_hash=password_hash,
            display_name=seat.name,
        )
        grant = _grant(seat, project_id, township_id)
        assign_role(session, by, giver=None, receiver_id=user_id, grant=grant)


def _grant(seat: DemoSeat, project_id: int, township_id: int) -> Grant:
    if seat.is_of_server:
        return Grant(seat.role)
    return Grant(seat.role, project_id, township_id if seat.is_of_township else None)
