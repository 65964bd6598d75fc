"""The rule that an anonymous form asks for nothing and records nothing that tells who answered.

Refused are questions that identify, files (faces, voices, cameras), places, times finer than the
day a server knows anyway, values of the phone, and writing to entity lists.
"""

import re
from collections.abc import Iterable, Iterator

from xlsforms.compiled_form import EntityDeclaration, FormField
from xlsforms.errors import WorkbookProblem, problem
from xlsforms.problem_codes import ProblemCode
from xlsforms.xform_document import XformDocument, local_name
from xlsforms.xform_texts import resolve_path

_TYPES = frozenset({"binary", "barcode", "geopoint", "geotrace", "geoshape", "intent"})
_HARMLESS_PRELOADS = frozenset({"uid"})
_ACTIONS = frozenset({"setgeopoint", "recordaudio"})
_IDENTIFYING = re.compile(
    r"""\b(now|today|property|request-location)\s*\(|pulldata\(\s*['"]@geopoint"""
    r"""|instance\(\s*['"]__last-saved['"]"""
)


def check_anonymous(
    document: XformDocument,
    fields: Iterable[FormField],
    entities: Iterable[EntityDeclaration],
) -> Iterator[WorkbookProblem]:
    """Yield everything in a form set to anonymous that could tell who answered it."""
    for field in fields:
        yield from _judge(field)
    root_path = f"/{local_name(document.root)}"
    for element in document.html.iter():
        if local_name(element) in _ACTIONS:
            path = resolve_path(element.get("ref", ""), root_path) or ""
            yield problem(
                ProblemCode.ANONYMOUS_ACTION,
                column="type",
                value=local_name(element),
                path=path.removeprefix(root_path),
            )
    for entity in entities:
        yield problem(ProblemCode.ANONYMOUS_ENTITY, value=entity.dataset)


def _judge(field: FormField) -> Iterator[WorkbookProblem]:
    preload = (field.preload or "").partition("/")
    if field.preload is not None and preload[0] not in _HARMLESS_PRELOADS:
        yield _about(ProblemCode.ANONYMOUS_PRELOAD, field, "type", value=preload[2] or preload[0])
    elif field.type in _TYPES or field.control == "upload":
        yield _about(ProblemCode.ANONYMOUS_TYPE, field, "type", value=_what(field))
    if field.pii:
        yield _about(ProblemCode.ANONYMOUS_PII, field, "pii")
    stored = (("calculation", field.calculate), ("default", field.dynamic_default))
    for column, expression in stored:
        match = _IDENTIFYING.search(expression or "")
        if match:
            yield _about(ProblemCode.ANONYMOUS_CLOCK, field, column, value=match.group().strip())


def _what(field: FormField) -> str:
    return field.media_type or field.type


def _about(code: ProblemCode, field: FormField, column: str, value: str = "") -> WorkbookProblem:
    return problem(code, column=column, path=field.path, value=value)
