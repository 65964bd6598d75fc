"""Lock files are fresh and name no registry; `--write` makes them anew."""

import json
import subprocess
import sys
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


def main() -> int:
    """Return 0 when all lock files are fresh."""
    if "--write" in sys.argv:
        for name, options in _LOCKS:
            _compile(name, options)
        return 0
    wrong = [*_stale_pins(), *_foreign_hosts(), *_resolved_addresses()]
    for text in wrong:
        print(text)  # noqa: T201
    return 1 if wrong else 0


def _compile(name: str, options: tuple[str, ...]) -> None:
    subprocess.run([*_UV, *options, "-o", name], cwd=ROOT, check=True)


def _stale_pins() -> list[str]:
    """Ask offline whether each named dependency is pinned, and the runtime pins are the same."""
    import tomllib  # noqa: PLC0415

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
    return [
        f"{name} names an address"
        for name, _ in _LOCKS
        if "://" in (ROOT / name).read_text(encoding="utf-8")
    ]


def _resolved_addresses() -> list[str]:
    lock = json.loads((ROOT / "server/frontend/package-lock.json").read_text(encoding="utf-8"))
    return [
        f"package-lock.json says where {name} was fetched"
        for name, entry in lock["packages"].items()
        if "resolved" in entry and "://" in entry["resolved"]
    ]


if __name__ == "__main__":
    sys.exit(main())
