"""A phone whose forms JavaRosa fills in, the engine inside ODK Collect.

It comes in the jar of ODK Validate, part of pyxform; `tests/javarosa/FormFiller.java` drives it.
"""

import csv
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from lxml import etree

from tests.collect_client import CollectPhone, Instance, LocalInstance
from tests.collect_entities import LocalEntity, apply_action
from tests.collect_kept import LocalForm
from tests.javarosa_entities import entity_actions

_JAR = Path(str(resources.files("pyxform.validators.odk_validate") / "bin" / "ODK_Validate.jar"))
_SOURCES = sorted((Path(__file__).parent / "javarosa").glob("*.java"))
_SECONDS = 120
PHOTO_BYTES = 40_000
_OF_ENTITY = ("__version", "__trunkVersion", "__branchId")


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the engine showed it: its text, and the choices it offered."""

    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JavaRosa:
    """The compiled program, in a folder where it may write."""

    folder: Path
    shown: dict[str, Shown] = field(default_factory=dict)
    """The questions and notes that were shown last time, by path, when a test gave the answers."""

    @classmethod
    def compiled(cls, folder: Path) -> "JavaRosa":
        """Compile the program into a folder."""
        _run("javac", "-encoding", "UTF-8", "-nowarn", "-cp", _JAR, "-d", folder, *_SOURCES)
        return cls(folder)

    def opens(self, xml: bytes) -> bool:
        """Tell whether the engine opens a form and gets through it."""
        form, out = self.folder / "form.xml", self.folder / "out.xml"
        form.write_bytes(xml)
        path = f"{_JAR}:{self.folder}"
        command = (
            "java",
            "-Djava.awt.headless=true",
            "-cp",
            path,
            "FormFiller",
            form,
            ".",
            "1",
            out,
        )
        done = subprocess.run(
            [str(one) for one in command], capture_output=True, check=False, timeout=_SECONDS
        )
        return done.returncode == 0

    def fill(
        self,
        phone: CollectPhone,
        form: LocalForm,
        seed: int,
        edited: LocalInstance | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> LocalInstance:
        """Fill in a form of a phone, or edit one that was filled in; it waits to be sent then.

        `answers` by path (see Script.java) are given in place of chance, and only what is required
        besides; an edit keeps what it does not name.
        """
        media = self.folder / "media"
        media.mkdir(exist_ok=True)
        for name, content in form.media.items():
            (media / name).write_bytes(content)
        for name, known in phone.entities.items():
            _write_rows(media / f"{name}.csv", known.rows)
        xml, out, old = (self.folder / name for name in ("form.xml", "out.xml", "old.xml"))
        xml.write_bytes(form.xml)
        more: list[Path] = []
        if edited is not None:
            old.write_bytes(edited.instance.xml)
        if edited is not None or answers is not None:
            more.append(old if edited is not None else Path("-"))
        if answers is not None:
            script = self.folder / "script.txt"
            script.write_text("".join(f"{k}\t{v}\n" for k, v in answers.items()), "utf-8")
            more.append(script)
        path = f"{_JAR}:{self.folder}"
        java = ("java", "-Djava.awt.headless=true", "-cp", path, "FormFiller")
        named, _, shown = _run(*java, xml, media, seed, out, *more).partition("--\n")
        self.shown.clear()
        self.shown.update(_shown(shown))
        return _kept(phone, form, edited, out.read_bytes(), _photos(named.split(), edited))


def _kept(
    phone: CollectPhone,
    form: LocalForm,
    edited: LocalInstance | None,
    xml: bytes,
    files: dict[str, bytes],
) -> LocalInstance:
    """Let a phone keep what was filled in; what it says of entities holds there at once."""
    if edited is None:
        for action in entity_actions(form.parts, xml):
            apply_action(phone.entities, action)
    made = LocalInstance(
        form,
        Instance(f"{form.parts.title}.xml", xml, files),
        _instance_id(xml),
        {},
        root=None if edited is None else edited.root or edited,
        parent=edited,
    )
    phone.instances.append(made)
    return made


def _shown(text: str) -> dict[str, Shown]:
    rows = (line.split("\t") for line in text.splitlines())
    return {path: Shown(label, tuple(choices.split())) for path, label, choices in rows}


def _run(*command: object) -> str:
    done = subprocess.run(
        [str(one) for one in command],
        capture_output=True,
        check=False,
        timeout=_SECONDS,
    )
    assert done.returncode == 0, done.stderr.decode()[-3_000:]
    return done.stdout.decode()


def _photos(names: list[str], edited: LocalInstance | None) -> dict[str, bytes]:
    """Return a photo for each name; those of what is edited are sent once more, as Collect does."""
    held = {} if edited is None else dict(edited.instance.files)
    return held | {name: (name.encode() * PHOTO_BYTES)[:PHOTO_BYTES] for name in names}


def _write_rows(path: Path, rows: Mapping[str, LocalEntity]) -> None:
    """Write an entity list as the engine gets it from Collect."""
    columns = dict.fromkeys(key for row in rows.values() for key in row.properties)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "label", *_OF_ENTITY, *columns])
        for name, row in rows.items():
            trunk = "" if row.trunk_version is None else row.trunk_version
            values = (row.properties.get(key, "") for key in columns)
            writer.writerow([name, row.label, row.version, trunk, row.branch_id, *values])


def _instance_id(xml: bytes) -> str:
    found = etree.fromstring(xml).find(".//{*}instanceID")
    assert found is not None
    assert found.text
    return found.text
