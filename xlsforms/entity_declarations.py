"""What a form declares about entities: its version of the rules, its lists and properties."""

import re
from collections.abc import Iterable

from lxml import etree

from xlsforms.compiled_form import EntityDeclaration, FormField
from xlsforms.errors import WorkbookProblem, problem
from xlsforms.problem_codes import ProblemCode
from xlsforms.xform_document import XformDocument, attribute, local_name

_VERSION = re.compile(r"(2022\.1|2023\.1|2024\.1|2025\.1)\.\d{1,4}")
_DATASET = re.compile(r"(?!__)(?:[^\W\d]|:)[\w:-]*")
_PROPERTY = re.compile(r"(?!__)[^\W\d][\w.-]*")
_RESERVED = frozenset({"name", "label"})
_OFFLINE_SINCE = "2024.1"


def read_entities_version(document: XformDocument) -> str | None:
    """Return the version of the entities specification that the model names, or None."""
    return attribute(document.model, "entities-version")


def read_entity_declarations(document: XformDocument) -> tuple[EntityDeclaration, ...]:
    """Return each `meta/entity` of the instance, once for a repeat and its template."""
    found: dict[tuple[str, str], EntityDeclaration] = {}
    for entity in document.root.iterfind(".//{*}meta/{*}entity"):
        path = _container_path(entity)
        dataset = attribute(entity, "dataset") or ""
        declaration = EntityDeclaration(
            dataset=dataset,
            path=path,
            creates=attribute(entity, "create") is not None,
            updates=attribute(entity, "update") is not None,
        )
        found.setdefault((path, dataset), declaration)
    return tuple(found.values())


def check_entities(
    version: str | None, declared: tuple[EntityDeclaration, ...], fields: Iterable[FormField]
) -> list[WorkbookProblem]:
    """Return what keeps the entity lists of the form from being made."""
    problems = []
    if (version is not None or declared) and not _VERSION.fullmatch(version or ""):
        problems.append(problem(ProblemCode.ENTITIES_VERSION, value=version or ""))
    problems += [
        problem(ProblemCode.BAD_DATASET, value=one.dataset)
        for one in declared
        if not _DATASET.fullmatch(one.dataset)
    ]
    return problems + [
        problem(ProblemCode.BAD_SAVE_TO, column="save_to", path=field.path, value=field.save_to)
        for field in fields
        if field.save_to is not None and not _is_property(field.save_to)
    ]


def offline_warning(version: str | None) -> tuple[str, ...]:
    """Return the warning that lists of older forms do not work offline, when it applies."""
    if version is None or version >= _OFFLINE_SINCE:
        return ()
    return (f"Entities version {version} does not work offline; 2024.1.0 and later do.",)


def _is_property(name: str) -> bool:
    return name.lower() not in _RESERVED and _PROPERTY.fullmatch(name) is not None


def _container_path(entity: etree._Element) -> str:
    """Return the path of the element that holds the meta block, "" for the root."""
    names = [local_name(one) for one in entity.iterancestors()]
    # From inside: meta, containers …, the root, then instance, model, head, html.
    containers = names[1 : names.index("instance") - 1]
    return "".join(f"/{name}" for name in reversed(containers))
