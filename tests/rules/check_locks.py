"""Lock files are fresh and name no registry; `--write` makes them anew."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_UV = (
    str(Path(sys.executable).with_name("uv")), "pip", "compile", "--universal",
    "--python-version", "3.11", "--generate-hashes",
    "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet", "pyproject.toml",
)  # fmt: skip
_LOCKS = (
    ("requirements.txt", ()),
    ("requirements-dev.txt", ("--extra", "dev", "-c", "requirements.txt")),
)
_PACKAGE_LOCK = "server/frontend/package-lock.json"


def main() -> int:
    """Return 0 when all lock files are fresh."""
    if "--write" in sys.argv:
        for name, options in _LOCKS:
            _compile(name, options)
        _take_addresses_out()
        return 0
    wrong = [*_stale_pins(), *_foreign_hosts()]
    for text in wrong:
        print(text)  # noqa: T201 - a command prints
    return 1 if wrong else 0


def _compile(name: str, options: tuple[str, ...]) -> None:
    subprocess.run([*_UV, *options, "-o", name], cwd=ROOT, check=True)


def _take_addresses_out() -> None:
    """Leave versions and hashes: each machine asks the registry that it is set up for."""
    lock = json.loads((ROOT / _PACKAGE_LOCK).read_text(encoding="utf-8"))
    for entry in lock["packages"].values():
        for name in ("resolved", "funding"):
            entry.pop(name, None)
    text = json.dumps(lock, indent=2, ensure_ascii=False) + "\n"
    (ROOT / _PACKAGE_LOCK).write_text(text, encoding="utf-8")


def _stale_pins() -> list[str]:
    """Ask offline whether each named dependency is pinned, and the runtime pins are the same."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime, development = _pins("requirements.txt"), _pins("requirements-dev.txt")
    wrong = [
        f"requirements-dev.txt pins another {name}"
        for name, pin in runtime.items()
        if development.get(name) != pin
    ]
    wanted = {
        "requirements.txt": project["dependencies"],
        "requirements-dev.txt": project["optional-dependencies"]["dev"],
    }
    for file, specifications in wanted.items():
        pinned = runtime if file == "requirements.txt" else development
        for specification in specifications:
            name = _name(specification)
            if name not in pinned:
                wrong.append(f"{file} does not pin {name}: run make lock")
    return wrong


def _pins(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pairs = [
        line.split(" ")[0].split("==")
        for line in lines
        if "==" in line and not line.startswith((" ", "#"))
    ]
    return {name.lower(): version for name, version in pairs}


def _name(specification: str) -> str:
    for index, character in enumerate(specification):
        if not (character.isalnum() or character in "-_."):
            return specification[:index].lower().replace("_", "-")
    return specification.lower().replace("_", "-")


def _foreign_hosts() -> list[str]:
    names = [*(name for name, _ in _LOCKS), _PACKAGE_LOCK]
    return [
        f"{name} names an address"
        for name in names
        if "://" in (ROOT / name).read_text(encoding="utf-8")
    ]


if __name__ == "__main__":
    sys.exit(main())
