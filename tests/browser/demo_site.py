"""A small demonstration county on the running server: campaigns, checks, an evaluation."""

from collections.abc import Mapping

from sqlmodel import col, select

from server.demo.accounts import read_accounts
from server.demo.first_run import request_demo
from server.demo.size import DemoSize
from server.store.queries import jobs
from server.store.queries.releases import list_results
from server.store.queries.scope import Scope
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign, Poster
from server.store.tables.projects import Project
from tests.browser.site import Site, wait_until

_SIZE = DemoSize(enterprises=24, answers=320, checks=8, entrants=4)
_PATIENCE_SECONDS = 180.0


def fill(site: Site) -> None:
    """Have the demonstration made, and wait for its last result."""
    with site.store() as store:
        request_demo(store, site.settings, _SIZE)

        def is_finished() -> bool:
            with store.reading() as session:
                job = jobs.find_newest(session, "fill_demo")
                assert job is not None
                assert job.state != jobs.FAILED, job.message
                project_id = session.exec(select(Project.id)).first()
                results = list_results(session, Scope(stored(project_id)))
                return job.state == jobs.FINISHED and any(one.figures for one in results)

        wait_until(is_finished, seconds=_PATIENCE_SECONDS)


def cookies_of(site: Site) -> Mapping[str, str]:
    """Return a session by role of the demonstration's accounts."""
    accounts = read_accounts(site.settings.keys_dir)
    return {one.role: site.token_of(one.email, one.password) for one in accounts}


def open_code(site: Site) -> str:
    """Return the code of a poster of the campaign that is open."""
    with site.store() as store, store.reading() as session:
        is_open = col(Campaign.closed_at).is_(None)
        campaign = session.exec(select(Campaign).where(is_open)).first()
        assert campaign is not None
        found = session.exec(select(Poster.code).where(Poster.campaign_id == campaign.id)).first()
        assert found is not None
        return found
