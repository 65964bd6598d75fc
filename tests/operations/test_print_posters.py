"""Printing a county: what one file cannot hold comes township by township."""

import io
import zipfile

import pypdfium2
import pytest
from sqlmodel import Session

from server.jobs import HANDLERS
from server.operations import print_posters
from server.operations.create_posters import create_posters
from server.operations.job_context import JobContext
from server.operations.print_posters import PRINT_POSTERS, request_posters
from server.settings import Settings
from server.store.blobs import BlobStore
from server.store.queries.scope import Scope
from server.store.tables.jobs import Job
from server.store.transaction import Store
from tests import factories
from tests.exports.printed import text_on

NAMES = ("甲厂", "乙厂", "丙厂", "丁厂", "戊厂")


def test_posters_that_one_file_cannot_hold_come_as_a_file_for_each_township(
    store: Store, blobs: BlobStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.writing() as session:
        job = _asked(session)
    monkeypatch.setattr(print_posters, "MOST_PAGES", 2)

    HANDLERS[PRINT_POSTERS](JobContext(store, blobs, settings), {"job_id": job.id})

    with store.reading() as session:
        done = session.get_one(Job, job.id)
    assert (done.state, done.done_count, done.total_count) == ("finished", 5, 5)
    with zipfile.ZipFile(io.BytesIO(blobs.read(done.result_blob_sha256 or ""))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert done.result_name == f"{job.title}.zip"
    assert {name: _printed_on(pdf) for name, pdf in files.items()} == {
        f"{job.title}-临江县.pdf": ["戊厂"],
        f"{job.title}-青石镇.pdf": ["丁厂", "乙厂"],
        f"{job.title}-青石镇~2.pdf": ["甲厂"],
        f"{job.title}-白沙镇.pdf": ["丙厂"],
    }


def test_one_file_holds_the_posters_of_a_township_together(
    store: Store, blobs: BlobStore, settings: Settings
) -> None:
    with store.writing() as session:
        job = _asked(session)

    HANDLERS[PRINT_POSTERS](JobContext(store, blobs, settings), {"job_id": job.id})

    with store.reading() as session:
        done = session.get_one(Job, job.id)
    pdf = blobs.read(done.result_blob_sha256 or "")
    assert _printed_on(pdf) == ["戊厂", "丁厂", "乙厂", "甲厂", "丙厂"]


def _asked(session: Session) -> Job:
    """Ask for the posters of a county, two townships and a village in one of them."""
    project_id = factories.project(session)
    factories.survey_form(session, project_id)
    county = factories.area(session, project_id, "临江县")
    town = factories.area(session, project_id, "青石镇", below=county)
    beside = factories.area(session, project_id, "白沙镇", below=county)
    village = factories.area(session, project_id, "东村", below=town)
    for name, area in zip(NAMES, (village, town, beside, town, county), strict=True):
        factories.enterprise(session, project_id, area.id or 0, name=name)
    campaign = factories.campaign(session, project_id)
    scope = Scope(project_id)
    create_posters(session, factories.by(), scope, campaign_id=campaign.id or 0)
    return request_posters(session, factories.by(), scope, campaign.id or 0)


def _printed_on(pdf: bytes) -> list[str]:
    """Return the enterprises of a file, page by page."""
    texts = [text_on(pdf, page) for page in range(len(pypdfium2.PdfDocument(pdf)))]
    return [name for text in texts for name in NAMES if name in text]
