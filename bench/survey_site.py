"""A survey in the field for a bench: the delivered form, a campaign, a poster, and who answers."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlmodel import select

from bench.databases import BenchDatabase
from bench.load import Request
from server.store.row_key import stored
from server.store.tables.campaigns import Poster
from server.store.transaction import Store
from server.web.survey.start_token import Start, new_nonce, write_start
from tests.surveys import good_answers, make_survey


@dataclass(frozen=True, slots=True)
class SurveySite:
    """The poster of one enterprise, and what a page that was opened there carries."""

    code: str
    poster_id: int
    campaign_id: int
    enterprise_id: int
    form_version_id: int

    @property
    def path(self) -> str:
        """The address that the poster's code holds."""
        return f"/q/{self.code}"

    def post(self, secret_key: str) -> Callable[[], Request]:
        """Return a maker of answers, each from a page of its own."""

        def make() -> Request:
            start = Start(
                self.poster_id,
                self.campaign_id,
                self.enterprise_id,
                self.form_version_id,
                new_nonce(),
            )
            answers = good_answers(secrets.choice("345"))
            fields = {"start": write_start(start, secret_key), **answers}
            body = urlencode(fields, doseq=True).encode()
            head = (
                f"POST {self.path} HTTP/1.1\r\nHost: localhost\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            return Request(start.nonce, head.encode() + body)

        return make


def make_survey_site(store: Store) -> SurveySite:
    """Store an open campaign of the delivered survey with the poster of one enterprise."""
    made = make_survey(store)
    with store.reading() as session:
        poster = session.exec(select(Poster).where(Poster.code == made.code)).one()
        return SurveySite(
            made.code,
            stored(poster.id),
            made.campaign_id,
            made.enterprise_ids[0],
            made.form_version_id,
        )


def store_of(found: BenchDatabase) -> Store:
    """Return the store of a bench's database."""
    return Store(found.url or f"sqlite:///{found.folder / 'data' / 'concord.sqlite3'}")
