"""Files that no row names are removed in the end; nothing that a row names ever is."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from server import clock
from server.operations.collect_orphans import KEPT, collect_orphans
from server.operations.job_context import JobContext
from server.store.blobs import BlobRef
from server.store.queries.blobs import keep_blob


def _age(path: Path) -> None:
    then = (clock.now() - KEPT - timedelta(minutes=1)).timestamp()
    os.utime(path, (then, then))


def _collect(context: JobContext, monkeypatch: pytest.MonkeyPatch, ref: BlobRef) -> None:
    """Collect when it is the turn of the part that the blob is in."""
    part, now = int(ref.sha256[:2], 16), clock.now()
    minutes = int(now.timestamp() // 60)
    wait = (part - minutes) % 256
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: now + timedelta(minutes=wait))
        collect_orphans(context)


def _name(context: JobContext, ref: BlobRef) -> None:
    with context.store.writing() as session:
        keep_blob(session, ref, clock.now())


def test_an_orphan_goes_after_two_days_and_what_is_named_or_young_stays(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan, named, young = (context.blobs.put(data) for data in (b"orphan", b"named", b"young"))
    _name(context, named)
    for one in (orphan, named):
        _age(context.blobs.path(one.sha256))

    for one in (orphan, named, young):
        _collect(context, monkeypatch, one)
    aside = context.settings.blob_dir / "incoming" / orphan.sha256
    was_kept = aside.exists()
    _age(aside)
    _collect(context, monkeypatch, orphan)

    assert was_kept
    assert not aside.exists()
    assert not context.blobs.path(orphan.sha256).exists()
    assert context.blobs.read(named.sha256) == b"named"
    assert context.blobs.read(young.sha256) == b"young"


def test_a_row_that_comes_late_finds_its_file_again(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = context.blobs.put(b"late")
    _age(context.blobs.path(late.sha256))
    _collect(context, monkeypatch, late)
    _name(context, late)
    _age(context.settings.blob_dir / "incoming" / late.sha256)

    _collect(context, monkeypatch, late)

    assert context.blobs.read(late.sha256) == b"late"


def test_an_orphan_that_is_sent_again_is_young_again(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = context.blobs.put(b"again")
    _age(context.blobs.path(first.sha256))

    context.blobs.put(b"again")
    _collect(context, monkeypatch, first)

    assert context.blobs.read(first.sha256) == b"again"


def test_uploads_that_broke_off_are_removed(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming = context.settings.blob_dir / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    broken, running = incoming / "tmpbroken", incoming / "tmprunning"
    for file in (broken, running):
        file.write_bytes(b"half a photo")
    _age(broken)

    _collect(context, monkeypatch, context.blobs.put(b"x"))

    assert not broken.exists()
    assert running.exists()
