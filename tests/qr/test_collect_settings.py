"""Collect's settings: the document Collect accepts, word for word, and nothing it refuses."""

import base64
import dataclasses
import zlib

import pytest

from qr.collect_settings import (
    LONGEST_TEXT,
    SCANNABLE_TEXT,
    BadCollectSettings,
    CollectSettings,
    read_settings_text,
    settings_document,
    settings_text,
)

SETTINGS = CollectSettings(
    server_url="https://concord.example.org/v1/key/abc/projects/1",
    project_name="和谐劳动关系现场核查",
    username="inspector-0042",
    admin_password="2026",
    icon="🏭",
    color="#0b6e75",
)
LOCKED = {
    "change_server": False,
    "change_project_display": False,
    "change_autosend": False,
    "form_update_mode": False,
    "periodic_form_updates_check": False,
    "automatic_update": False,
    "delete_after_send": False,
    "instance_form_sync": False,
    "change_form_metadata": False,
    "analytics": False,
    "delete_saved": False,
}


def test_a_managed_phone_gets_the_whole_document() -> None:
    assert settings_document(SETTINGS) == {
        "general": {
            "server_url": "https://concord.example.org/v1/key/abc/projects/1",
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "app_language": "zh",
            "periodic_form_updates_check": "every_fifteen_minutes",
            "delete_send": False,
            "image_size": "medium",
            "guidance_hint": "yes_collapsed",
            "basemap_source": "osm",
            "analytics": False,
            "metadata_username": "inspector-0042",
        },
        "admin": {"admin_pw": "2026", **LOCKED},
        "project": {"name": "和谐劳动关系现场核查", "icon": "🏭", "color": "#0b6e75"},
    }


def test_the_simple_document_is_that_of_odk_central() -> None:
    simple = CollectSettings(
        server_url="https://concord.example.org/v1/key/abc/projects/1",
        project_name="P",
        is_managed=False,
    )

    assert settings_document(simple) == {
        "general": {
            "server_url": "https://concord.example.org/v1/key/abc/projects/1",
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": "P"},
    }


def test_without_a_password_and_a_name_these_keys_are_left_out() -> None:
    document = settings_document(dataclasses.replace(SETTINGS, admin_password="", username=""))

    assert document["admin"] == LOCKED
    assert "metadata_username" not in document["general"]


def test_every_value_has_the_type_collect_demands() -> None:
    document = settings_document(SETTINGS)

    assert all(isinstance(value, str) for value in document["project"].values())
    assert {key for key, value in document["general"].items() if isinstance(value, bool)} == {
        "delete_send",
        "analytics",
    }


def test_the_text_is_base64_of_zlib_of_the_json() -> None:
    text = settings_text(SETTINGS)

    assert read_settings_text(text) == settings_document(SETTINGS)
    assert zlib.decompress(base64.b64decode(text)).startswith(b'{"general":{"server_url":"https:')
    assert "和谐".encode() in zlib.decompress(base64.b64decode(text))
    assert len(text) < 800


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server_url", "concord.example.org"),
        ("server_url", "ftp://concord.example.org"),
        ("server_url", "https:///v1"),
        ("project_name", " "),
        ("language", "zh-CN"),
        ("autosend", "always"),
        ("image_size", "original"),
        ("color", "teal"),
        ("color", "#12345"),
    ],
)
def test_what_collect_would_refuse_is_refused_here(name: str, value: str) -> None:
    with pytest.raises(BadCollectSettings):
        settings_text(dataclasses.replace(SETTINGS, **{name: value}))


def test_long_names_are_shortened_until_a_phone_reads_the_code_with_ease() -> None:
    name = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(200))

    text = settings_text(dataclasses.replace(SETTINGS, project_name=name, username=name))
    project_name = read_settings_text(text)["project"]["name"]

    assert len(text) <= SCANNABLE_TEXT
    assert isinstance(project_name, str)
    assert project_name.endswith("…")
    assert name.startswith(project_name[:-1])
    assert read_settings_text(text)["general"]["server_url"] == SETTINGS.server_url
    assert read_settings_text(text)["admin"]["admin_pw"] == SETTINGS.admin_password


def test_settings_longer_than_any_code_are_refused() -> None:
    path = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(LONGEST_TEXT))

    with pytest.raises(BadCollectSettings, match="too long"):
        settings_text(dataclasses.replace(SETTINGS, server_url=f"https://x.example/{path}"))
