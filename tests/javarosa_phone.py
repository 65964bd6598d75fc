"""A phone whose forms JavaRosa fills in, the engine inside ODK Collect.

It comes in the jar of ODK Validate, part of pyxform; `tests/javarosa/FormFiller.java` drives it.
"""

import csv
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from lxml import etree

from tests.collect_client import CollectPhone, Instance, LocalInstance
from tests.collect_entities import LocalEntity
from tests.collect_kept import LocalForm

_JAR = Path(str(resources.files("pyxform.validators.odk_validate") / "bin" / "ODK_Validate.jar"))
_SOURCE = Path(__file__).parent / "javarosa" / "FormFiller.java"
_SECONDS = 120
PHOTO_BYTES = 40_000


@dataclass(frozen=True, slots=True)
class JavaRosa:
    """The compiled program, in a folder where it may write."""

    folder: Path

    @classmethod
    def compiled(cls, folder: Path) -> "JavaRosa":
        """Compile the program into a folder."""
        _run("javac", "-encoding", "UTF-8", "-nowarn", "-cp", _JAR, "-d", folder, _SOURCE)
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
        self, phone: CollectPhone, form: LocalForm, seed: int, edited: LocalInstance | None = None
    ) -> LocalInstance:
        """Fill in a form of a phone, or edit one that was filled in; it waits to be sent then."""
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
            more.append(old)
        path = f"{_JAR}:{self.folder}"
        java = ("java", "-Djava.awt.headless=true", "-cp", path, "FormFiller")
        named = _run(*java, xml, media, seed, out, *more)
        return _noted(
            phone,
            LocalInstance(
                form,
                Instance(
                    f"{form.parts.title}.xml", out.read_bytes(), _photos(named.split(), edited)
                ),
                _instance_id(out.read_bytes()),
                {},
                root=None if edited is None else edited.root or edited,
                parent=edited,
            ),
        )


def _noted(phone: CollectPhone, made: LocalInstance) -> LocalInstance:
    phone.instances.append(made)
    return made


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
        writer.writerow(["name", "label", "__version", *columns])
        for name, row in rows.items():
            values = (row.properties.get(key, "") for key in columns)
            writer.writerow([name, row.label, row.version, *values])


def _instance_id(xml: bytes) -> str:
    found = etree.fromstring(xml).find(".//{*}instanceID")
    assert found is not None
    assert found.text
    return found.text
