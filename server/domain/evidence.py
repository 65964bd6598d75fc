"""Evidence of a measure: which files of a submission belong to which measured question.

The rule is read off the form alone (docs/forms.md, "Evidence"):

1. A file belongs to the measured question that it follows in the same innermost group, up to the
   group's next measured question. A file question with a measure of its own belongs to itself.
2. A file that follows none there belongs to all measured questions that stand directly in the
   nearest group around it that has any: its own group first, the whole form last.
3. What belongs together lies in the same instance of a repeat. Files of a repeat without measured
   questions belong to those of the group around it, whichever instance they came from.

Signatures are nobody's evidence: they stand under every form, whatever was found.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlsforms.compiled_form import CompiledForm, FormField

Instances = tuple[int, ...]
"""Which instance of each repeat around a question it is, outermost first."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """The name of a file as an answer gives it, and where that answer stands."""

    path: str
    instances: Instances
    name: str


def files_by_question(
    form: CompiledForm, sent: Iterable[SentFile]
) -> Mapping[tuple[str, Instances], tuple[str, ...]]:
    """Return the names of files by path and instances of the measured questions they belong to."""
    files = tuple(sent)
    if not files:
        return {}
    owners = questions_of_files(form)
    repeats = [f"{one.path}/" for one in form.fields if one.type == "repeat"]
    found: defaultdict[tuple[str, Instances], dict[str, None]] = defaultdict(dict)
    for file in files:
        for path in owners.get(file.path, ()):
            depth = sum(path.startswith(repeat) for repeat in repeats)
            found[path, file.instances[:depth]][file.name] = None
    return {key: tuple(names) for key, names in found.items()}


def questions_of_files(form: CompiledForm) -> Mapping[str, tuple[str, ...]]:
    """Return the paths of the measured questions that each file question belongs to."""
    measured: defaultdict[str, list[str]] = defaultdict(list)
    followed: dict[str, str | None] = {}
    for field in form.fields:
        group = _group_of(field.path)
        if field.measure is not None:
            measured[group].append(field.path)
        if _is_evidence(field):
            followed[field.path] = measured[group][-1] if measured[group] else None
    return {
        path: _nearest(path, measured) if question is None else (question,)
        for path, question in followed.items()
    }


def _is_evidence(field: FormField) -> bool:
    return (
        field.is_binary
        and "signature" not in field.appearance.split()
        and not field.path.startswith("/meta/")
    )


def _nearest(path: str, measured: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the measured questions of the nearest group around a question that has any."""
    while path:
        path = _group_of(path)
        if measured.get(path):
            return tuple(measured[path])
    return ()


def _group_of(path: str) -> str:
    return path.rpartition("/")[0]
