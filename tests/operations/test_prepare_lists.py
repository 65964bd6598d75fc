"""Large entity lists lie ready before phones ask for them, whole or not at all."""

import csv
import gzip
import io
import os
from collections.abc import Iterator
from typing import BinaryIO

import pytest
from sqlmodel import select

from server import clock
from server.operations import prepare_lists as preparing
from server.operations.job_context import JobContext
from server.operations.prepare_lists import prepare_lists
from server.operations.write_entities import EntityWrite, write_entities
from server.store.list_files import ListFiles, packed_size, plain_size
from server.store.queries import entities
from server.store.tables.app_users import AppUserArea, Assignment
from tests import factories
from tests.people import People
from tests.web import openrosa_data as data


@pytest.fixture
def context_of_small(context: JobContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobContext]:
    """Give a context for which three rows are many."""
    monkeypatch.setattr(preparing, "LARGE", 3)
    return context


def _files(context: JobContext) -> list[str]:
    folder = context.settings.list_dir
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


def _list_with(context: JobContext, people: People, count: int) -> int:
    places = people.places
    with context.store.writing() as session:
        list_id = entities.ensure_list(
            session, places.project_id, "sites", properties=["trade"], now=clock.now()
        )
        form = data.make_form(session, places.project_id, "uses")
        data.attach_list(session, form, list_id, "sites.csv")
        session.add(Assignment(app_user_id=people.app_user.id, form_pk=form.pk))
        writes = [
            EntityWrite(f"S {n}", {"trade": "x"}, area_id=places.township_id) for n in range(count)
        ]
        write_entities(session, factories.by(), list_id, writes)
    return list_id


def test_a_large_part_is_written_once_and_again_when_it_changes(
    context_of_small: JobContext, people: People
) -> None:
    list_id = _list_with(context_of_small, people, 3)
    prepare_lists(context_of_small)
    first = _files(context_of_small)
    prepare_lists(context_of_small)
    again = _files(context_of_small)
    with context_of_small.store.writing() as session:
        write = EntityWrite("far away", area_id=people.places.sibling_id)
        write_entities(session, factories.by(), list_id, [write])
    prepare_lists(context_of_small)
    elsewhere = _files(context_of_small)
    with context_of_small.store.writing() as session:
        write = EntityWrite("near", area_id=people.places.township_id)
        write_entities(session, factories.by(), list_id, [write])
    prepare_lists(context_of_small)

    assert len(first) == 1
    assert first == again == elsewhere
    assert len(_files(context_of_small)) == 2


def test_small_parts_and_lists_nobody_gets_are_not_written(
    context_of_small: JobContext, people: People
) -> None:
    _list_with(context_of_small, people, 3)
    with context_of_small.store.writing() as session:
        for row in session.exec(select(AppUserArea)).all():
            row.area_id = people.places.sibling_id

    prepare_lists(context_of_small)

    assert _files(context_of_small) == []


def test_what_nobody_asks_for_is_forgotten(context_of_small: JobContext, people: People) -> None:
    _list_with(context_of_small, people, 3)
    prepare_lists(context_of_small)
    (name,) = _files(context_of_small)
    (context_of_small.settings.list_dir / "old.part").write_bytes(b"")
    for one in (name, "old.part"):
        os.utime(context_of_small.settings.list_dir / one, (0, 0))

    ListFiles(context_of_small.settings.list_dir).forget_unused(seconds=10)

    assert _files(context_of_small) == []


def test_a_file_is_there_whole_or_not_at_all(context: JobContext) -> None:
    files = ListFiles(context.settings.list_dir)

    def broken(file: BinaryIO) -> None:
        file.write(b"name,label")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        files.make("a" * 32, broken)
    assert _files(context) == []
    assert files.open("a" * 32) is None

    with files.make("b" * 32, lambda file: file.write(b"x,y\n" * 9) and None) as made:
        assert plain_size(made) == 36
        assert packed_size(made) < 60
        rows = csv.reader(io.StringIO(gzip.decompress(made.read()).decode()))
        assert len(list(rows)) == 9
