"""The protocol document names files and tests that exist."""

import re

from tests.rules.sources import ROOT, python_files, text_of

DOCUMENT = ROOT / "docs" / "protocol.md"


def test_every_test_of_the_protocol_document_exists() -> None:
    there = {
        name
        for path in python_files("tests")
        for name in re.findall(r"^def (test_\w+)", text_of(path), re.MULTILINE)
    }
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT.read_text(encoding="utf-8")))

    assert named - there == set()


def test_every_file_of_the_protocol_document_exists() -> None:
    folders = ("", "server/web/openrosa")
    named = set(re.findall(r"`([\w/]+\.py)`", DOCUMENT.read_text(encoding="utf-8")))
    missing = {
        name for name in named if not any((ROOT / folder / name).is_file() for folder in folders)
    }

    assert missing == set()
